"""The published message: its exact form, an independent decoder, what is refused."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq_event

from kernel.codec import Codec, UnknownEvent
from kernel.envelope import CONTENT_TYPE, envelopes, headers, open_envelope, routing_key
from kernel.event import Recorded
from kernel.log import Commit, Entry

NOON = datetime(2026, 1, 5, 12, 0, 0, 120_000, tzinfo=UTC)


@dataclass(frozen=True)
class Renamed:
    name: str
    at: datetime


CODEC = Codec(Renamed)
ENTRIES = (
    Entry("customer/42", 3, "Renamed", 1, {"name": "王芳", "at": "2026-01-05T12:00:00Z"}),
    Entry("portfolio/ann", 17, "Renamed", 1, {"name": "Ann", "at": "2026-01-05T12:00:00Z"}),
)
META = {
    "command_id": "c1",
    "fingerprint": "secret",
    "actor": "ann",
    "correlation_id": "r1",
    "answer": {"id": "42", "version": 3},
}
COMMIT = Commit(1041, ENTRIES, NOON, META)
FIRST, SECOND = envelopes("customer", COMMIT)


def test_an_envelope_is_exactly_this() -> None:
    assert FIRST == {
        "specversion": "1.0",
        "id": "/guanxi/customer/1041",
        "source": "/guanxi/customer",
        "type": "guanxi.customer.Renamed.v1",
        "subject": "customer/42",
        "time": "2026-01-05T12:00:00.120000Z",
        "datacontenttype": "application/json",
        "dataschema": "http://localhost:8000/v1/schemas/customer/Renamed/1",
        "position": 1041,
        "version": 3,
        "actor": "ann",
        "correlationid": "r1",
        "data": {"name": "王芳", "at": "2026-01-05T12:00:00Z"},
    }


def test_events_of_one_commit_count_on() -> None:
    assert [SECOND["position"], SECOND["subject"], SECOND["version"]] == [
        1042, "portfolio/ann", 17,
    ]  # fmt: skip


def test_an_independent_decoder_reads_the_same_from_the_message() -> None:
    message = RabbitMQMessage(headers(FIRST), CONTENT_TYPE, orjson.dumps(FIRST))
    read = from_rabbitmq_event(message)
    assert read.get_id() == FIRST["id"]
    assert read.get_type() == FIRST["type"]
    assert read.get_time() == NOON
    assert read.get_extension("position") == 1041
    assert read.get_data() == FIRST["data"]


def test_headers_repeat_everything_but_the_payload() -> None:
    repeated = headers(FIRST)
    assert repeated["ce-id"] == "/guanxi/customer/1041"
    assert repeated["ce-position"] == "1041"
    assert not {"ce-data", "ce-datacontenttype"} & repeated.keys()


def test_a_message_is_routed_by_service_and_event() -> None:
    assert routing_key(FIRST) == "customer.Renamed"


def test_opening_gives_the_event_and_its_circumstances() -> None:
    assert open_envelope(FIRST, CODEC) == Recorded(
        "customer", 1041, "customer/42", 3, Renamed("王芳", NOON.replace(microsecond=0)), NOON,
        actor="ann", correlation_id="r1",
    )  # fmt: skip


def test_an_opened_event_has_the_id_of_its_envelope() -> None:
    assert open_envelope(FIRST, CODEC).id == FIRST["id"]


@pytest.mark.parametrize("type_", ["guanxi.customer.Other.v1", "guanxi.customer.Renamed.v2"])
def test_an_event_that_this_program_does_not_know_is_told_from_a_broken_one(type_: str) -> None:
    with pytest.raises(UnknownEvent):
        open_envelope(FIRST | {"type": type_}, CODEC)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "somebody.else"},
        {"type": 5},
        {"type": "guanxi.customer.Renamed.vx"},
        {"position": "1041"},
        {"position": True},
        {"position": 0},
        {"source": "/guanxi/pipeline"},
        {"version": "3"},
        {"version": 0},
        {"subject": None},
        {"time": "yesterday"},
        {"time": "2026-01-05T12:00:00"},
        {"time": 5},
        {"data": None},
        {"data": {}},
        {"data": {"name": "x", "at": 7}},
        {"actor": ["ann"]},
    ],
)
def test_what_is_no_envelope_of_ours_is_a_value_error(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not an event of ours"):
        open_envelope(FIRST | change, CODEC)


@pytest.mark.parametrize("name", ["type", "source", "subject", "time", "position", "data"])
def test_an_envelope_without_a_required_attribute_is_a_value_error(name: str) -> None:
    lacking = {key: value for key, value in FIRST.items() if key != name}
    with pytest.raises(ValueError, match="not an event of ours"):
        open_envelope(lacking, CODEC)


@pytest.mark.parametrize("body", [None, [], "text", 5])
def test_a_body_that_is_no_object_is_a_value_error(body: Any) -> None:
    with pytest.raises(ValueError, match="not an event of ours"):
        open_envelope(body, CODEC)
