"""What subscribers are told of events is what they get, and what they were told stays true."""

import json
from datetime import UTC, datetime
from functools import cache

import orjson
import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq_event
from jsonschema import Draft7Validator, Draft202012Validator

from kernel.compatible import advice, broken, untold
from kernel.envelope import CONTENT_TYPE, envelopes, headers
from kernel.log import Commit, Entry
from services.catalogue import CATALOGUE, current, document, text, written
from services.groups import LOGS
from tests.unit.test_published_events import examples

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
META = {"actor": "ann", "correlation_id": "r1", "causation_id": "/guanxi/customer/1"}
COMMAND = ".venv/bin/python -m services.catalogue"
DOCUMENTS = {source: written(source) for source in LOGS}
EXAMPLES = [
    pytest.param(source, example, id=f"{source}-{example['type']}.v{example['v']}")
    for source in LOGS
    for example in examples(source)
]
WRONG = {"string": 5, "integer": "5", "number": "x", "boolean": "yes", "array": "x", "object": []}


@cache
def checker(source, name, dialect=Draft202012Validator):
    schema = {**DOCUMENTS[source], "$ref": f"#/$defs/{name}"}
    return dialect(schema, format_checker=dialect.FORMAT_CHECKER)


def wrong(schema):
    """Something that this field cannot be."""
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    return "yesterday" if schema.get("format") else WRONG[kind]


@pytest.mark.parametrize("source", LOGS)
def test_no_promise_to_subscribers_is_broken(source):
    before = DOCUMENTS[source]["$defs"]
    found = broken(before, current(LOGS[source], before)) + untold(LOGS[source].told_in, before)

    assert not found, advice(found)


@pytest.mark.parametrize("source", LOGS)
def test_the_catalogue_tells_of_the_events_as_they_are(source):
    known = document(source, current(LOGS[source], DOCUMENTS[source]["$defs"]))
    stale = (CATALOGUE / f"{source}.json").read_text(encoding="utf-8") != text(known)

    assert not stale, f"Please write it anew and commit it: {COMMAND}"


@pytest.mark.parametrize("source", LOGS)
def test_it_is_valid_json_schema(source):
    Draft202012Validator.check_schema(DOCUMENTS[source])
    Draft7Validator.check_schema(DOCUMENTS[source])


@pytest.mark.parametrize(("source", "example"), EXAMPLES)
def test_what_was_published_fits_its_schema_and_nothing_else_does(source, example):
    name, data = f"{example['type']}.v{example['v']}", example["data"]
    schema, check = DOCUMENTS[source]["$defs"][name], checker(source, name)

    check.validate(data)
    checker(source, name, Draft7Validator).validate(data)
    for field in schema.get("required", ()):
        assert not check.is_valid({key: data[key] for key in data if key != field})
    for field, told in schema["properties"].items():
        assert not check.is_valid(data | {field: wrong(told)}), field


def test_a_part_of_an_event_is_looked_at_as_well():
    data = {"opportunity_id": "o", "customer_id": None, "owner": "ann", "by": "ann",
            "at": "2026-01-05T04:00:00Z"}  # fmt: skip
    won = checker("pipeline", "OpportunityWon.v1")

    assert won.is_valid(data | {"amount": {"amount": "1.00", "currency": "CNY"}})
    assert won.is_valid(data | {"amount": None, "added": "some day"})
    assert not won.is_valid(data | {"amount": {"amount": 1.00, "currency": "CNY"}})
    assert not won.is_valid(data | {"amount": {"amount": "1.00"}})


@pytest.mark.parametrize(("source", "example"), EXAMPLES)
def test_the_official_decoder_reads_every_event_as_we_mean_it(source, example):
    entry = Entry("thing/1", 3, example["type"], example["v"], example["data"])
    [sent] = envelopes(source, Commit(1041, (entry,), NOON, META))

    read = from_rabbitmq_event(RabbitMQMessage(headers(sent), CONTENT_TYPE, orjson.dumps(sent)))

    assert read.get_data() == example["data"]
    assert read.get_type() == f"guanxi.{source}.{example['type']}.v{example['v']}"
    assert (read.get_source(), read.get_id()) == (f"/guanxi/{source}", f"/guanxi/{source}/1041")
    assert (read.get_subject(), read.get_time()) == ("thing/1", NOON)
    told = {name: read.get_extension(name) for name in ("position", "version", "actor")}
    assert told == {"position": 1041, "version": 3, "actor": "ann"}


def test_what_concerns_a_person_is_marked():
    edited = DOCUMENTS["customer"]["$defs"]["CustomerEdited.v1"]["properties"]

    assert {name for name, told in edited.items() if told.get("x-personal")} == {
        "name", "short_name", "sign", "phones", "emails", "messaging", "addresses", "shop",
        "remark",
    }  # fmt: skip


def test_it_is_written_a_line_for_each_event():
    lines = (CATALOGUE / "gateway.json").read_text(encoding="utf-8").splitlines()

    [line] = [line for line in lines if line.startswith('  "PersonAdded.v1": {"type"')]
    assert json.loads("{" + line.rstrip(",") + "}")
