import json
import re

import pytest
from openapi_spec_validator import validate

from gateway import customer_shapes, definitions, ladder, pools, profile, reports
from gateway.limits import USUAL
from gateway.multipart import takes_files
from gateway.openapi import document
from gateway.openapi_answers import LEFT
from gateway.openapi_examples import examples
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
    answer, responses = ROUTES[name].answer, OPERATIONS[name]["responses"]
    good = {status for status in responses if status < "400" and "content" in responses[status]}
    status = str(answer.status)
    told = responses[status]

    assert good == {status, *map(str, getattr(answer, "also", {}))}
    assert set(told["headers"]) - set(LEFT) >= set(answer.headers)
    assert set(told["content"]) == set(getattr(answer, "media_types", [answer.media_type]))
    assert ("ETag" in told["headers"]) == ("ETag" in answer.headers or ROUTES[name].is_cached)
    bodiless = {code for code in responses if code < "400"} - good
    assert bodiless <= {"204", "304"}
    assert ("304" in bodiless) == ROUTES[name].is_cached


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


def test_it_says_which_limits_there_are_and_what_counts_by_which():
    assert SPEC["info"]["x-rate-limits"]["people"] == {"requests": 6000, "seconds": 60}
    counted = {name: told["x-rate-limits"] for name, told in OPERATIONS.items()}
    assert {one for names in counted.values() for one in names} == set(USUAL)
    assert counted["describe"] == ["addresses"]
    assert counted["who_am_i"] == ["people", "programs"]
    for name, told in OPERATIONS.items():
        for status in ("429", str(ROUTES[name].answer.status)):
            headers = set(told["responses"][status]["headers"])
            assert (set(LEFT) <= headers) == bool(counted[name])
        assert "Retry-After" in told["responses"]["429"]["headers"]


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
    assert set(customer_shapes.SORTS) == {sign + name for name in SORTS for sign in ("", "-")}
    assert set(reports.NAMES) == set(NAMED)
    assert set(reports.CUTS) == {cut for report in NAMED.values() for cut in report.cuts}
    assert definitions.KINDS == KINDS
    assert pools.FIELDS == HIDEABLE
    assert (customer_shapes.STAGES, customer_shapes.STATUSES) == (RUNGS, STATUSES)
    assert set(profile.MESSENGERS) == set(messaging.KINDS)
    assert (profile.DATUMS, profile.SEXES) == (coordinates.DATUMS, shop.SEXES)
    assert set(ladder.MoveStage().fields["to"].words) == set(CHOICES)


@pytest.mark.parametrize("name", ["read_report", "download_report"])
def test_reports_are_named_in_the_path_and_cut_by_words_that_are_listed(name):
    found = {parameter["name"]: parameter["schema"] for parameter in OPERATIONS[name]["parameters"]}
    assert found["name"]["enum"] == list(reports.NAMES)
    assert set(reports.CUTS) <= set(found["by"]["enum"])


def made_by(name):
    return OPERATIONS[name]["responses"]["201"].get("links", {})


def test_who_has_made_something_is_led_to_all_that_may_be_done_with_it():
    led = made_by("register_customer")
    assert {"read_customer", "claim_customer", "log_follow_up", "read_timeline"} <= set(led)
    assert led["read_customer"]["parameters"] == {
        "customer_id": "$response.body#/id", "after": "$response.body#/position",
    }  # fmt: skip
    assert "edit_contact" not in led  # a contact has an id of its own
    assert "win_opportunity" in made_by("open_opportunity")


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route.body])
def test_every_body_has_an_example_that_its_own_shape_takes(name):
    body = ROUTES[name].body
    if takes_files(body):
        return
    sent, *_ = OPERATIONS[name]["requestBody"]["content"].values()
    assert body.load(sent["example"]) is not None


def test_no_example_has_outlived_its_shape():
    shapes = {type(route.body).__name__ for route in ROUTES.values() if route.body}
    assert set(examples()) <= shapes


def test_operations_are_grouped_by_what_they_are_about():
    assert OPERATIONS["claim_customer"]["tags"] == ["customers"]
    assert OPERATIONS["draw_report_png"]["tags"] == ["reports"]
