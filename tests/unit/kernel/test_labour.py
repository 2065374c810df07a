"""One job after the other, whatever becomes of each."""

from datetime import UTC, datetime
from threading import Event

from pymongo.errors import AutoReconnect

from kernel.labour import Labour
from kernel.refusal import Unavailable

AT = datetime(2026, 1, 5, tzinfo=UTC)


class Listed:
    """Jobs that are open in each round; afterwards it is over."""

    def __init__(self, over, *rounds):
        self.over = over
        self.rounds = list(rounds)

    def waiting(self):
        found = self.rounds.pop(0)
        if not self.rounds:
            self.over.set()
        if isinstance(found, Exception):
            raise found
        return [(id, AT) for id in found]


def done(take, *rounds):
    over, wake, seen = Event(), Event(), []
    wake.set()

    def noting(id, at, over):
        seen.append(id)
        wake.set()
        take(id)

    jobs = Listed(over, *rounds, [])
    Labour("tests", jobs, noting, lambda: wake.set())(over, wake)
    return seen


def test_what_is_tidied_up_in_vain_keeps_no_job_waiting():
    seen, over, wake = [], Event(), Event()
    wake.set()

    def tidy():
        raise Unavailable("busy", "later")

    def take(id, at, over):
        seen.append(id)
        over.set()

    Labour("tests", Listed(over, ["a"], []), take, tidy, 0)(over, wake)
    assert seen == ["a"]


def test_each_is_taken_in_turn():
    assert done(lambda id: None, ["a", "b"], ["b"]) == ["a", "b", "b"]


def test_one_that_fails_keeps_no_other_waiting():
    failures = {"a": Unavailable("busy", "later"), "b": AutoReconnect("gone"), "c": KeyError("x")}

    def take(id):
        if id in failures:
            raise failures[id]

    assert done(take, ["a", "b", "c", "d"]) == ["a", "b", "c", "d"]


def test_a_database_that_is_away_is_asked_again():
    assert done(lambda id: None, AutoReconnect("gone"), ["a"]) == ["a"]


def test_told_to_stop_it_takes_no_more():
    over, seen = Event(), []

    def take(id, at, over):
        seen.append(id)
        over.set()

    Labour("tests", Listed(Event(), ["a", "b"], []), take)(over, Event())

    assert seen == ["a"]
