"""Answers that clients got, against a log that says otherwise."""

from dataclasses import replace

import pytest

from tests.chaos.checks.answers import answers, inversions, stale, statuses
from tests.chaos.checks.stored import Book
from tests.chaos.history import Attempt, Call, Read
from tests.unit.chaos.story import CLAIMED, LOST, NOON, REGISTERED, RELEASED, STORY, call, done, no

LATER = NOON.timestamp() + 60


@pytest.fixture
def book() -> Book:
    made = Book()
    made.add(STORY)
    return made


def found(book: Book, *calls: Call) -> list[str]:
    return answers(calls, book, lambda call: call.key)


def test_an_acknowledged_command_that_is_there_is_well(book):
    assert found(book, call("claim", "claim", 0, done(4, 2))) == []


def test_an_acknowledged_command_that_is_nowhere_is_lost(book):
    [finding] = found(book, call("register", "another", 0, done(9, 1)))
    assert finding.startswith("lost: register")


def test_a_receipt_that_names_another_position_or_version_is_found(book):
    for wrong in (done(6, 2), done(4, 3)):
        [finding] = found(book, call("claim", "claim", 0, wrong))
        assert finding.startswith("lost: claim")


def test_what_was_so_already_is_proven_by_the_commit_that_made_it_so(book):
    assert found(book, call("claim", "again", 0, done(4, 2))) == []
    [finding] = found(book, call("claim", "again", 0, done(6, 2)))
    assert finding.startswith("lost: claim")


def test_a_command_with_two_effects_is_doubled(book):
    book.commands["customer", "claim"] *= 2
    [finding] = found(book, call("claim", "claim", 0, done(4, 2)))
    assert finding.startswith("doubled: claim")


def test_an_indeterminate_command_may_be_there_or_not_but_not_twice(book):
    assert found(book, call("claim", "claim", 0, LOST)) == []
    assert found(book, call("claim", "never came", 0, LOST)) == []
    book.commands["customer", "claim"] *= 2
    assert len(found(book, call("claim", "claim", 0, LOST))) == 1


def test_a_refused_command_that_is_there_is_a_phantom(book):
    assert found(book, call("claim", "other", 0, no("already-claimed"))) == []
    [finding] = found(book, call("claim", "claim", 0, no("already-claimed")))
    assert finding.startswith("phantom: claim")


def test_a_first_attempt_may_come_through_after_the_second_was_refused(book):
    early = NOON.timestamp()
    assert found(book, call("claim", "claim", 0, LOST, no("already-claimed", early))) == []


def test_who_asks_again_for_what_was_done_must_not_be_refused(book):
    [finding] = found(book, call("claim", "claim", 0, LOST, no("already-claimed", LATER)))
    assert finding.startswith("forgotten: claim")


def test_a_server_error_must_be_503_or_504_and_say_when_to_come_back():
    good = Attempt(0, 1, 503, {}, retry_after="1")
    bad = (Attempt(0, 1, 500, {}, "1"), Attempt(0, 1, 503), Attempt(0, 1, 502, {}, "1"))
    assert statuses([call("claim", "k", 0, good)], []) == []
    for attempt in bad:
        assert len(statuses([call("claim", "k", 0, attempt, done(4, 2))], [])) == 1
        assert len(statuses([], [Read("/v1/customers/c1", "customer:4", 2, attempt)])) == 1


def test_who_reads_with_a_receipt_must_see_what_it_is_for():
    def read(status: int, version: int) -> Read:
        attempt = Attempt(0, 1, status, {"version": version})
        return Read("/v1/customers/c1", "customer:4", 2, attempt)

    assert stale([read(200, 2), read(200, 3), read(503, 0)]) == []
    assert len(stale([read(200, 1)])) == 1
    assert len(stale([read(404, 0)])) == 1


def test_what_was_answered_first_stands_first(book):
    claim = call("claim", "claim", 10, done(4, 2, 10))
    release = replace(call("release", "release", 20, done(6, 3, 20)), number=2)
    assert inversions([claim, release], book, lambda call: call.key) == []
    late = call("claim", "claim", 30, done(4, 2, 30))
    [finding] = inversions([late, release], book, lambda call: call.key)
    assert finding.startswith("order: claim")


def test_what_was_asked_for_at_the_same_time_may_stand_in_any_order(book):
    claim = call("claim", "claim", 20, done(4, 2, 20.5))
    release = call("release", "release", 20, done(6, 3, 20))
    assert inversions([claim, release], book, lambda call: call.key) == []


def test_the_story_itself_is_as_these_tests_believe():
    assert [commit.last for commit in (REGISTERED, CLAIMED, RELEASED)] == [2, 4, 6]
