import json
import re

import pytest
from openapi_spec_validator import validate

from gateway import customers, definitions, ladder, pools, profile, reports
from gateway.openapi import document
from gateway.service import ROUTES
from services.analytics.customers import SORTS
from services.analytics.filters import STATUSES
from services.analytics.ladder import RUNGS
from services.analytics.reports import NAMED
from services.customer import coordinates, messaging, shop
from services.customer.events import HIDEABLE, KINDS
from services.pipeline.ladder import CHOICES

SPEC = document(ROUTES)
OPERATIONS = {
    operation["operationId"]: operation
    for path in SPEC["paths"].values()
    for operation in path.values()
}


def schema(ref):
    return SPEC["components"]["schemas"][ref.rpartition("/")[2]]


def test_it_is_valid_openapi_3_1():
    assert SPEC["openapi"] == "3.1.0"
    validate(SPEC)


def test_it_is_plain_json():
    assert json.loads(json.dumps(SPEC)) == SPEC


def test_it_has_every_route():
    assert set(OPERATIONS) == set(ROUTES)


def test_what_more_a_newcomer_has_to_know_is_the_description():
    asking = OPERATIONS["request_import"]
    assert asking["summary"].endswith("in the background.")
    assert "/v1/imports/columns" in asking["description"]
    assert "description" not in OPERATIONS["undo_import"]


@pytest.mark.parametrize("name", ROUTES)
def test_the_body_is_that_which_is_validated(name):
    if ROUTES[name].body is None:
        assert "requestBody" not in OPERATIONS[name]
    else:
        sent, *_ = OPERATIONS[name]["requestBody"]["content"].values()
        body = sent["schema"]
        fields = ROUTES[name].body.fields.items()
        named = {field.data_key or attribute for attribute, field in fields}
        assert set(schema(body["$ref"])["properties"]) == named
        assert schema(body["$ref"])["additionalProperties"] is False


@pytest.mark.parametrize("name", ROUTES)
def test_the_query_is_that_which_is_validated(name):
    fields = ROUTES[name].query.fields
    described = [p["name"] for p in OPERATIONS[name]["parameters"] if p["in"] == "query"]

    assert described == [field.data_key or key for key, field in fields.items()]


@pytest.mark.parametrize("name", ROUTES)
def test_every_refusal_is_a_problem_document(name):
    responses = OPERATIONS[name]["responses"]
    refusals = {status: told for status, told in responses.items() if status >= "400"}

    assert {"400", "500", "503"} <= set(refusals)
    for told in refusals.values():
        [problem] = told["content"].values()
        assert problem["schema"]["$ref"].endswith("/Problem")
        assert list(told["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("name", ROUTES)
def test_every_success_is_described(name):
    [status] = [status for status in OPERATIONS[name]["responses"] if status < "400"]
    told = OPERATIONS[name]["responses"][status]

    assert int(status) == ROUTES[name].answer.status
    assert set(told.get("headers", {})) == set(ROUTES[name].answer.headers)


def test_only_what_is_public_needs_no_token():
    assert {name for name, told in OPERATIONS.items() if not told["security"]} == {
        "describe",
        "show_routes",
        "describe_events",
        "show_event_schema",
        "show_event_schemas",
        "show_events",
        "read_feed",
        "find_keys",
        "sign_in",
        "open_session",
        "refresh",
    }


def test_it_says_how_people_and_programs_show_who_they_are():
    schemes = SPEC["components"]["securitySchemes"]
    assert {told["scheme"] for told in schemes.values()} == {"bearer"}
    assert OPERATIONS["who_am_i"]["security"] == [{"token": []}, {"apiKey": []}]
    assert set(schemes) == {"token", "apiKey"}
    for name in ("sign_in", "refresh", "change_password"):
        assert {"401", "403", "429"} <= set(OPERATIONS[name]["responses"])
    password = schema("SignIn")["properties"]["password"]
    assert (password["format"], password["type"]) == ("password", "string")


def test_a_query_knows_no_null():
    parameters = [p for told in OPERATIONS.values() for p in told["parameters"]]

    assert not [p for p in parameters if "null" in json.dumps(p["schema"])]


def test_a_page_is_a_list_with_a_cursor():
    page = OPERATIONS["find_customers"]["responses"]["200"]["content"]["application/json"]

    assert set(schema(page["schema"]["$ref"])["required"]) == {"items", "next"}


def test_its_patterns_are_regular_expressions():
    patterns = list(values("pattern", SPEC))

    assert len(patterns) > 10
    for pattern in patterns:
        assert re.compile(pattern)


def values(name, node):
    """All that is called so, however deep."""
    members = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in members:
        if key == name:
            yield value
        elif isinstance(value, dict | list):
            yield from values(name, value)


def test_the_words_that_are_published_are_those_that_the_services_know():
    """The gateway may not import a service: what it says of one is compared here."""
    assert set(customers.SORTS) == {sign + name for name in SORTS for sign in ("", "-")}
    assert set(reports.NAMES) == set(NAMED)
    assert set(reports.CUTS) == {cut for report in NAMED.values() for cut in report.cuts}
    assert definitions.KINDS == KINDS
    assert pools.FIELDS == HIDEABLE
    assert (customers.STAGES, customers.STATUSES) == (RUNGS, STATUSES)
    assert set(profile.MESSENGERS) == set(messaging.KINDS)
    assert (profile.DATUMS, profile.SEXES) == (coordinates.DATUMS, shop.SEXES)
    assert set(ladder.MoveStage().fields["to"].words) == set(CHOICES)


@pytest.mark.parametrize("name", ["read_report", "download_report"])
def test_reports_are_named_in_the_path_and_cut_by_words_that_are_listed(name):
    found = {parameter["name"]: parameter["schema"] for parameter in OPERATIONS[name]["parameters"]}
    assert found["name"]["enum"] == list(reports.NAMES)
    assert set(reports.CUTS) <= set(found["by"]["enum"])
