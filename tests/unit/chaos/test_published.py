"""What a subscriber got, and what the stream queue holds, against the logs."""

from typing import Any

from tests.chaos.checks.published import Folded, Shelf, from_envelope
from tests.chaos.checks.stored import Stored
from tests.unit.chaos.story import REGISTERED, STORY

HEADS = {"customer": 6}


def envelopes(*commits: Stored) -> list[dict[str, Any]]:
    return [
        {
            "source": f"/guanxi/{commit.source}", "position": position,
            "subject": event["stream"], "version": event["version"],
            "type": f"guanxi.{commit.source}.{event['type']}.v1", "data": event["data"],
        }
        for commit in commits
        for position, event in enumerate(commit.events, start=commit.position)
    ]  # fmt: skip


def shelf(*put: dict[str, Any]) -> Shelf:
    made = Shelf()
    for envelope in put:
        made.put(envelope)
    return made


def subscribed(*got: dict[str, Any]) -> Folded:
    folded = Folded()
    for envelope in got:
        folded.apply(from_envelope(envelope))
    return folded


def logged() -> Folded:
    folded = Folded()
    folded.feed(STORY)
    return folded


def test_all_published_as_stored_is_well():
    full = shelf(*envelopes(*STORY), *envelopes(REGISTERED))  # twice is harmless
    assert full.missing(HEADS, {}) == set()
    assert full.compare(STORY) + full.phantoms(HEADS) == []


def test_what_is_stored_and_was_not_published_is_missing():
    assert shelf(*envelopes(*STORY)[:-1]).missing(HEADS, {}) == {("customer", 6)}


def test_what_a_wiped_broker_has_forgotten_is_not_missing_and_what_came_later_is():
    wiped = shelf(envelopes(*STORY)[-1])
    wiped.floors = {"customer": 4}
    assert wiped.missing(HEADS, {}) == {("customer", 5)}


def test_what_was_published_otherwise_than_stored_is_found():
    first, *rest = envelopes(*STORY)
    changed = shelf(first | {"data": {"owner": "bob"}}, *rest)
    assert changed.compare(STORY) == ["customer:1 was published otherwise than stored"]


def test_two_contents_at_one_position_are_found():
    first = envelopes(REGISTERED)[0]
    double = shelf(first, first | {"subject": "customer/c2"})
    assert double.compare([]) == ["customer:1 was published with two contents"]


def test_what_was_published_and_never_stored_is_a_phantom():
    beyond = envelopes(REGISTERED)[0] | {"position": 7}
    assert shelf(beyond).phantoms(HEADS) == ["customer:7 was published and is not in the log"]


def test_a_subscriber_that_got_everything_stands_where_the_log_stands():
    assert logged().differs(subscribed(*envelopes(*STORY)), "it") == []


def test_a_subscriber_that_lacks_one_event_differs():
    [_, unlike] = logged().differs(subscribed(*envelopes(*STORY)[:-1]), "it")
    assert "portfolio/ann" in unlike


def test_a_subscriber_that_has_two_events_in_the_wrong_order_differs_and_knows_it():
    one, two, three, four, five, six = envelopes(*STORY)
    turned = subscribed(one, two, five, four, three, six)
    assert turned.inversions
    assert any("customer/c1" in finding for finding in logged().differs(turned, "it"))


def test_a_subscriber_that_applied_an_event_twice_differs_and_knows_it():
    first, *rest = envelopes(*STORY)
    double = subscribed(first, first, *rest)
    assert double.inversions == ["customer:1: customer/c1 went from 1 to 1"]
    assert logged().differs(double, "it")
