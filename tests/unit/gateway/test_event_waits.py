"""Whoever waits for an event is answered when it comes, misses none, and keeps nobody waiting."""

import pytest

from gateway.event_waits import Waits
from kernel.refusal import Unavailable


class World:
    """A log whose events come as time goes by; time goes by while somebody rests."""

    def __init__(self, come=(), wanted="", places=2):
        self.come = dict(come)  # moment: event
        self.wanted = wanted
        self.now = 0.0
        self.reads, self.heads, self.away = [], 0, False
        self.waits = Waits(places, 0.1, lambda: self.now, self.rest)

    def rest(self, seconds):
        assert seconds >= 0
        self.now += max(seconds, 0.001)

    @property
    def log(self):
        return [event for moment, event in sorted(self.come.items()) if moment <= self.now]

    def read(self, after):
        self.reads.append(after)
        behind = enumerate(self.log[after:], start=after + 1)
        events = [(n, event) for n, event in behind if event.startswith(self.wanted)]
        return {"events": events, "next": max(after, len(self.log)), "head": len(self.log)}

    def head(self):
        self.heads += 1
        if self.away:
            raise Unavailable("log-away")
        return len(self.log)

    def page(self, after=0, seconds=10):
        return self.waits.page("customer", after, seconds, self.read, self.head)


def test_what_is_there_is_answered_at_once():
    world = World({0: "a"})
    assert world.page()["events"] == [(1, "a")]
    assert (world.now, world.heads) == (0, 0)


def test_who_waits_is_answered_as_soon_as_it_comes():
    world = World({0: "a", 3: "b"})
    assert world.page(after=1) == {"events": [(2, "b")], "next": 2, "head": 2}
    assert 3 <= world.now <= 3.3


def test_nothing_came_in_that_time():
    world = World({0: "a"})
    assert world.page(after=1, seconds=2) == {"events": [], "next": 1, "head": 1}
    assert 2 <= world.now <= 2.2
    assert len(world.reads) == 1  # the log is not read again while it has not grown


def test_other_types_are_passed_by_without_a_gap():
    world = World({1: "x", 2: "x", 4: "b", 20: "b"}, wanted="b")
    page = world.page()
    assert page["events"] == [(3, "b")]
    assert page["next"] == 3
    later = world.page(after=3, seconds=5)
    assert (later["events"], later["next"]) == ([], 3)


def test_next_moves_on_even_if_nothing_wanted_came():
    page = World({1: "x", 2: "x"}, wanted="b").page(seconds=3)
    assert (page["events"], page["next"]) == ([], 2)


def test_who_does_not_wish_to_wait_does_not():
    world = World()
    assert world.page(seconds=0)["events"] == []
    assert world.now == 0


def test_who_finds_no_place_is_answered_at_once_and_places_are_given_back():
    world = World(places=1)
    inner = []
    rest = world.rest

    def crowded(seconds):
        if not inner:
            before = world.now
            inner.append((world.page(seconds=30)["events"], world.now - before))
        rest(seconds)

    world.waits._rest = crowded
    world.page(seconds=1)
    assert inner == [([], 0)]
    before = world.now
    world.page(seconds=1)
    assert world.now - before >= 1


def test_a_place_is_given_back_when_the_log_is_away():
    world = World({0: "a", 1: "b"}, places=1)
    good = world.read

    def bad(after):
        if len(world.reads) % 2:
            world.reads.append(after)
            raise Unavailable("log-away")
        return good(after)

    world.read = bad
    for _ in range(3):
        with pytest.raises(Unavailable):
            world.page(after=1)
        world.now = 0.5
        world.waits._heads.clear()


def test_however_many_wait_the_end_of_a_log_is_asked_for_once_in_a_while():
    world = World()
    for _ in range(50):
        world.waits._head("customer", world.head)
    assert world.heads == 1
    world.now += 0.1
    world.away = True
    assert world.waits._head("customer", world.head) == 0
    assert world.waits._head("pipeline", world.head) == 0
    assert world.heads == 3
