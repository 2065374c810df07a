"""The AsyncAPI document is valid and whole, and what it shows of messages is what is sent."""

import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from gateway.asyncapi import document
from gateway.catalogue import Published
from gateway.event_promises import PROMISES
from gateway.events_page import event, page
from gateway.service import ROUTES
from kernel.envelope import headers, kind
from kernel.personal import impersonal
from kernel.topology import TOPOLOGY
from services.groups import LOGS

OFFICIAL = json.loads(Path(__file__).with_name("asyncapi-3.0.0.json").read_text(encoding="utf-8"))
SPEC = document()
EVENTS = {f"{source}.{name}" for source, codec in LOGS.items() for name in codec.types}
MESSAGES = {name: told for name, told in SPEC["components"]["messages"].items() if name != "page"}


def found(ref):
    node = SPEC
    for step in ref.removeprefix("#/").split("/"):
        node = node[step]
    return node


def references(node):
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if key == "$ref":
            yield value
        elif isinstance(value, dict | list):
            yield from references(value)


@cache
def checker(name):
    payload = {"allOf": [{"$ref": f"#/components/messages/{name}/payload"}], **SPEC}
    return Draft7Validator(payload, format_checker=Draft7Validator.FORMAT_CHECKER)


def test_it_is_valid_asyncapi_3():
    assert SPEC["asyncapi"] == "3.0.0"
    Draft7Validator(OFFICIAL).validate(SPEC)
    Draft7Validator.check_schema({"definitions": SPEC["components"]["schemas"]})


@pytest.mark.parametrize(
    "change",
    [
        {"channels": {"a": {"address": 5}}},
        {"operations": {"a": {"action": "publish", "channel": {"$ref": "#/channels/feed"}}}},
        {"servers": {"a": {"host": "localhost"}}},
        {"unheard": True},
    ],
)
def test_what_is_no_asyncapi_is_noticed(change):
    assert not Draft7Validator(OFFICIAL).is_valid(SPEC | change)


def test_every_reference_leads_somewhere():
    assert all(found(ref) for ref in set(references(SPEC)))


def test_every_event_has_a_channel_which_is_its_routing_key():
    assert set(SPEC["channels"]) == EVENTS | {"feed"}
    for key in EVENTS:
        channel = SPEC["channels"][key]
        assert channel["address"] == key
        assert channel["bindings"]["amqp"]["exchange"]["name"] == TOPOLOGY.events.name
        assert SPEC["operations"][f"send.{key}"]["channel"] == {"$ref": f"#/channels/{key}"}


def test_every_event_in_every_version_is_a_message():
    assert set(MESSAGES) == {
        f"{source}.{name}.v{version}"
        for source, codec in LOGS.items()
        for name, newest in codec.versions.items()
        for version in range(1, newest + 1)
    }


@pytest.mark.parametrize("name", MESSAGES)
def test_an_example_is_what_its_message_says(name):
    shown = [example["payload"] for example in MESSAGES[name]["examples"]]

    assert shown
    for payload in shown:
        checker(name).validate(payload)
        assert not checker(name).is_valid(payload | {"type": "guanxi.customer.Other.v1"})
        assert not checker(name).is_valid({**payload, "position": 0})
        assert not checker(name).is_valid({**payload, "data": None})
        assert kind(payload["type"]) == kind(MESSAGES[name]["name"])


def test_its_headers_are_those_that_are_sent():
    shown = MESSAGES["customer.CustomerClaimed.v1"]["examples"][0]["payload"]
    known = SPEC["components"]["schemas"]["Headers"]["properties"]
    seldom = {"ce-causationid", "ce-traceparent", "ce-knowing"}

    assert set(known) == set(headers(shown)) | seldom


def test_what_is_told_without_persons_is_an_envelope_as_described():
    shown = MESSAGES["customer.CustomerRegistered.v1"]["examples"][0]["payload"]
    [told] = impersonal(LOGS["customer"], [shown])
    envelope = SPEC["components"]["schemas"]["Envelope"]

    Draft7Validator(envelope).validate(told)
    assert set(told) <= set(envelope["properties"])
    assert "name" in told["withheld"].split(",")


def test_who_may_read_and_how_it_is_known():
    assert [server for server in SPEC["servers"].values() if not server["security"]] == []
    for title, _ in PROMISES:
        assert f"**{title}.**" in SPEC["info"]["description"]


def test_both_are_answered_to_anybody():
    for name, media_type in (("describe_events", "application/json"), ("show_events", "text/html")):
        assert ROUTES[name].public
        assert ROUTES[name].answer.media_type.startswith(media_type)
    assert json.loads(ROUTES["describe_events"].answer.make(None)) == SPEC
    assert ROUTES["show_events"].answer.make(None).decode() == page()


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.tags = set(), set(), set()

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.tags.add(tag)
        self.ids |= {told["id"]} if "id" in told else set()
        self.links |= {told[name] for name in ("href", "src") if name in told}


def test_the_page_has_every_event_and_every_link_leads_somewhere_on_it():
    read = Reader()
    read.feed(page())

    assert read.ids >= EVENTS
    assert {link.removeprefix("#") for link in read.links} - read.ids == {
        "/asyncapi.json", *(f"/docs/events/{source}.json" for source in LOGS)
    }  # fmt: skip
    assert not {"script", "link", "img"} & read.tags


def test_an_event_is_shown_with_its_fields_its_versions_and_what_is_stored_as_text():
    field = {"type": ["string", "null"], "description": "as it is <called>", "default": None}
    schema = {"description": "It is `new`.", "properties": {"name": field}}
    versions = [Published("customer", "Named", n, schema, ({"name": "<b>"},)) for n in (2, 1)]

    shown = event(versions)

    assert "v2, v1" in shown
    assert shown.index("guanxi.customer.Named.v2") < shown.index("guanxi.customer.Named.v1")
    assert "string or null<td>absent: null<td>as it is &lt;called&gt;" in shown
    assert "It is <code>new</code>." in shown
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown
