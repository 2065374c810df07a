"""What a broker is given for a commit."""

from datetime import UTC, datetime

import orjson

from kernel.envelope import envelopes
from kernel.log import Commit, Entry
from kernel.message import messages

COMMIT = Commit(
    7,
    tuple(Entry("thing/1", version, "Happened", 1, {}) for version in (1, 2, 3)),
    datetime(2026, 1, 5, 12, tzinfo=UTC),
    {"command_id": "c1"},
)
MESSAGES = messages("customer", COMMIT)


def test_only_the_last_message_ends_the_commit() -> None:
    assert [message.ends for message in MESSAGES] == [0, 0, 9]


def test_each_event_is_a_message_whose_body_is_its_envelope() -> None:
    assert [orjson.loads(message.body) for message in MESSAGES] == envelopes("customer", COMMIT)


def test_a_message_is_routed_by_what_happened_where() -> None:
    assert {message.key for message in MESSAGES} == {"customer.Happened"}


def test_a_message_survives_the_broker_and_says_when_it_was_recorded() -> None:
    [properties, *_] = [message.properties for message in MESSAGES]
    assert properties.delivery_mode == 2
    assert properties.timestamp == 1767614400
