"""What is published about events is there for anybody, and a browser may show it."""

import pytest
from jsonschema import Draft202012Validator

from tests.integration.gateway.client import kind


def test_anybody_may_read_which_events_there_are(api):
    del api.session.headers["Authorization"]

    response = api.get("/asyncapi.json")

    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    channel = response.json()["channels"]["pipeline.OpportunityWon"]
    assert channel["messages"] == {
        "v1": {"$ref": "#/components/messages/pipeline.OpportunityWon.v1"}
    }


def test_a_browser_may_show_them_with_style_and_without_a_script(api):
    del api.session.headers["Authorization"]

    response = api.get("/docs/events")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    assert 'id="pipeline.OpportunityWon"' in response.text


@pytest.mark.parametrize("source", ["customer", "pipeline", "activity", "gateway"])
def test_the_schemas_of_a_source_are_a_document_of_their_own(api, source):
    del api.session.headers["Authorization"]

    response = api.get(f"/docs/events/{source}.json")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/schema+json"
    Draft202012Validator.check_schema(response.json())
    assert any(name.endswith(".v1") for name in response.json()["$defs"])


def test_where_an_event_points_to_its_schema_lies(api):
    del api.session.headers["Authorization"]

    response = api.get("/v1/schemas/customer/CustomerRegistered/1")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/schema+json"
    assert response.json()["$id"].endswith("/v1/schemas/customer/CustomerRegistered/1")
    for missing in ("CustomerRegistered/2", "CustomerRegistered/01", "Reborn/1"):
        response = api.get(f"/v1/schemas/customer/{missing}")
        assert (response.status_code, kind(response)) == (404, "not-found")


@pytest.mark.parametrize("source", ["analytics", "..", "__init__"])
def test_another_source_is_not_found(api, source):
    response = api.get(f"/docs/events/{source}.json")

    assert (response.status_code, kind(response)) == (404, "not-found")
