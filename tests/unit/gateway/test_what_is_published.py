"""The document keeps to what is answered: what questions of all kinds have found, one by one."""

import pytest
from jsonschema_rs import validator_for

from gateway.colleagues import require_known
from gateway.fields import Choice, Several, Text
from gateway.loading_deals import LoadDeals
from gateway.multipart import File, Form, read_form
from gateway.openapi import document
from gateway.organisation import Organisation, Person
from gateway.passwords import GivePassword
from gateway.queries import reads_after
from gateway.service import ROUTES
from gateway.shape import Shape, load
from kernel.refusal import Invalid
from tests.unit.gateway.requests import ask, question
from tests.unit.gateway.test_multipart import request, sent

SPEC = document(ROUTES)
OPERATIONS = {
    told["operationId"]: told for path in SPEC["paths"].values() for told in path.values()
}


def answers(name, status="200"):
    [content] = OPERATIONS[name]["responses"][status]["content"].values()
    return content["schema"]


def parameter(operation, name):
    return next((one for one in OPERATIONS[operation]["parameters"] if one["name"] == name), None)


def test_what_compares_a_state_may_find_another_one():
    assert "412" in OPERATIONS["move_customer"]["responses"]  # its body says what it `was`
    assert "428" not in OPERATIONS["move_customer"]["responses"]


def test_a_query_that_names_a_team_may_find_none():
    assert "404" in OPERATIONS["find_customers"]["responses"]
    assert "404" in OPERATIONS["show_board"]["responses"]  # of a pipeline that is not there
    assert "404" not in OPERATIONS["who_am_i"]["responses"]


def test_an_address_may_be_too_long_and_a_body_too_slow():
    assert "414" in OPERATIONS["read_calendar"]["responses"]
    assert "408" in OPERATIONS["register_customer"]["responses"]


def test_a_preview_is_no_receipt():
    responses = OPERATIONS["hand_over"]["responses"]
    assert set(responses) > {"200", "201"}
    assert answers("hand_over")["$ref"].endswith("/Preview")
    assert "RateLimit" in responses["200"]["headers"]


def test_a_new_password_says_how_long_it_is_and_an_old_one_may_be_anything():
    told = SPEC["components"]["schemas"]
    new, old = (told["ChangePassword"]["properties"][f"{age}_password"] for age in ("new", "old"))
    assert (new["minLength"], new["maxLength"], old["minLength"]) == (12, 256, 1)
    for length in (11, 257):
        with pytest.raises(Invalid):
            load(GivePassword(), {"password": "x" * length})
    assert load(GivePassword(), {"password": "x" * 12})["password"].reveal() == "x" * 12


@pytest.mark.parametrize(
    ("url", "good"),
    [("https://erp.example/hook", True), (" https://erp.example\n", True), ("erp.example", False),
     ("https://", False), ("https://a b", False), ("", False)],
)  # fmt: skip
def test_a_webhook_has_an_address_and_is_told_of_something(url, good):
    shape = SPEC["components"]["schemas"]["RegisterWebhook"]
    assert validator_for(shape["properties"]["url"]).is_valid(url) == good
    assert shape["properties"]["events"]["minItems"] == 1
    assert validator_for(
        SPEC["components"]["schemas"]["ChangeWebhook"]["properties"]["url"]
    ).is_valid("")


def test_a_request_that_could_not_be_read_has_no_id():
    assert set(SPEC["components"]["schemas"]["Problem"]["required"]) == {
        "type", "title", "status", "detail",
    }  # fmt: skip


def test_documents_are_objects_and_a_stream_is_no_text():
    for name in ("describe", "describe_events", "show_event_schemas"):
        assert answers(name) == {"type": "object"}
    assert "type" not in answers("stream_notifications")
    assert answers("show_events") == {"type": "string"}


def test_positions_are_waited_for_where_after_is_a_list_of_them():
    assert parameter("find_customers", "X-Read-After")
    assert parameter("read_events", "X-Read-After") is None  # there it is a place in the log
    route = ROUTES["read_events"]
    assert not reads_after(route.query)
    asked = ask(
        question(query=route.query), path="/v1/events?source=customer&after=7",
        headers={"X-Read-After": "customer:1"},
    )  # fmt: skip
    assert asked.query["after"] == 7


@pytest.mark.parametrize(
    ("operation", "name", "good", "bad"),
    [
        ("read_customer", "customer_id", "01a2-b.c_D", "a b"),
        ("read_itinerary", "week", "2026-W53", "2026-W54"),
        ("retire_quick_log", "key", "F12", "F13"),
        ("read_person", "person", "王芳", ""),
    ],
)
def test_a_word_in_a_path_has_a_form(operation, name, good, bad):
    schema = validator_for(parameter(operation, name)["schema"])
    assert schema.is_valid(good)
    assert not schema.is_valid(bad)


class Sent(Form):
    file = File(100)
    note = Text(10)
    kind = Choice("a", "b")


def test_a_form_knows_no_null_and_what_is_empty_there_is_not_given():
    fields = Sent().fields
    assert [fields[name].allow_none for name in ("note", "kind")] == [False, False]
    assert fields["kind"].metadata["enum"] == ["a", "b"]
    found = read_form(Sent(), request(file=sent(), note="", kind=" "))
    found.pop("file").file.close()
    assert found == {}


class Few(Shape):
    names = Several(Text(3, required=True), most=5, least=1)


def test_a_list_may_need_something_in_it():
    assert load(Few(), {}) == {}
    with pytest.raises(Invalid) as refused:
        load(Few(), {"names": []})
    assert "at least 1" in refused.value.fields["errors"][0]["message"]


def test_a_text_is_as_long_as_it_was_sent():
    """A client that keeps to `maxLength` must not learn that blanks do not count."""
    assert load(Few(), {"names": ["a  "]}) == {"names": ["a"]}
    with pytest.raises(Invalid):
        load(Few(), {"names": ["a   "]})


ANYTHING = ([None, None], "x", 5, {"steps": "x"}, {"steps": [None]}, {"paid": 5})


@pytest.mark.parametrize("row", ANYTHING)
def test_rows_that_are_handed_on_unread_may_be_anything(row):
    known = Organisation({"ann": Person("ann", "ann", "sales", "own", None)})
    shape = LoadDeals()
    require_known(lambda now: known, shape, load(shape, {"rows": [row]}), "boss")
