"""What a broker is given for a commit."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson

from kernel.envelope import envelopes
from kernel.log import Commit, Entry
from kernel.message import messages
from kernel.topology import TOPOLOGY

COMMIT = Commit(
    7,
    tuple(Entry("thing/1", version, "Happened", 1, {}) for version in (1, 2, 3)),
    datetime(2026, 1, 5, 12, tzinfo=UTC),
    {"command_id": "c1"},
)
WRITTEN = list(messages("customer", TOPOLOGY, [COMMIT]))
BATCH, *MESSAGES = WRITTEN


def test_only_the_last_message_ends_the_commit() -> None:
    assert [message.ends for message in WRITTEN] == [0, 0, 0, 9]


def test_each_event_is_a_message_whose_body_is_its_envelope() -> None:
    assert [orjson.loads(message.body) for message in MESSAGES] == envelopes("customer", COMMIT)


def test_our_own_groups_get_all_of_them_in_one_message_that_goes_first() -> None:
    assert orjson.loads(BATCH.body) == envelopes("customer", COMMIT)
    assert (BATCH.exchange, BATCH.key) == ("crm.batches", "customer")
    assert BATCH.properties.content_type == "application/cloudevents-batch+json"
    assert BATCH.properties.delivery_mode == 2


def test_a_batch_holds_no_more_than_a_hundred_events_and_no_event_is_left_out() -> None:
    many = [replace(COMMIT, position=first) for first in range(1, 250, 3)]
    written = list(messages("customer", TOPOLOGY, many))
    batches = [orjson.loads(m.body) for m in written if m.exchange == "crm.batches"]
    assert [len(batch) for batch in batches] == [100, 100, 49]
    assert [e["position"] for batch in batches for e in batch] == list(range(1, 250))
    assert [m.ends for m in written if m.ends] == [commit.last for commit in many]


def test_a_message_is_routed_by_what_happened_where() -> None:
    assert {message.key for message in MESSAGES} == {"customer.Happened"}
    assert {message.exchange for message in MESSAGES} == {"crm.events"}


def test_a_message_survives_the_broker_and_says_when_it_was_recorded() -> None:
    [properties, *_] = [message.properties for message in MESSAGES]
    assert properties.delivery_mode == 2
    assert properties.timestamp == 1767614400
