"""How many requests are let through: counted by caller, told with every answer."""

import pytest

from gateway.limits import NAME, USUAL, Limits, Policy, headers, policies

FEW = {"people": Policy("people", 3, 10), "queries": Policy("queries", 2, 20)}
BOTH = ("people", "queries")


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limits(clock):
    return Limits(FEW, clock)


def left(standings):
    return [(one.left, one.over) for one in standings]


def test_each_request_leaves_one_less_and_one_too_many_is_told(limits):
    assert [left(limits.take(["people"], "ann")) for _ in range(4)] == [
        [(2, False)], [(1, False)], [(0, False)], [(0, True)],
    ]  # fmt: skip


def test_nobody_uses_up_what_another_has(limits):
    for _ in range(4):
        limits.take(["people"], "ann")
    assert left(limits.take(["people"], "bob")) == [(2, False)]


def test_what_is_dear_is_counted_apart(limits):
    told = [left(limits.take(BOTH, "ann")) for _ in range(3)]
    assert told[-1] == [(0, False), (0, True)]
    assert left(limits.take(["people"], "bob")) == [(2, False)]


def test_the_count_begins_anew_when_it_was_told_to(limits, clock):
    [first] = limits.take(["people"], "ann")
    for _ in range(3):
        limits.take(["people"], "ann")
    clock.now += 9.5
    [late] = limits.take(["people"], "ann")
    assert (first.seconds, late.seconds, late.over) == (10, 1, True)

    clock.now += 0.5
    assert left(limits.take(["people"], "ann")) == [(2, False)]


def test_a_refused_request_makes_nobody_wait_longer(limits, clock):
    for _ in range(50):
        limits.take(["people"], "ann")
    clock.now += 10
    assert left(limits.take(["people"], "ann")) == [(2, False)]


def test_from_however_many_addresses_somebody_comes_no_more_than_so_many_are_remembered(clock):
    limits = Limits(FEW, clock, most=100)
    for number in range(1_000):
        limits.take(["people"], str(number))
    assert len(limits._windows) <= 100
    assert left(limits.take(["people"], "999")) == [(1, False)]  # the latest are


def test_the_headers_are_structured_fields(limits):
    assert headers(limits.take(BOTH, "ann")) == {
        "RateLimit-Policy": '"people";q=3;w=10, "queries";q=2;w=20',
        "RateLimit": '"people";r=2;t=10, "queries";r=1;t=20',
    }
    assert headers([]) == {}


def test_what_nothing_is_said_of_is_as_usual(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    assert set(policies()) == set(USUAL)
    monkeypatch.setenv(NAME, "people=5/1, queries=off")
    assert policies()["people"] == Policy("people", 5, 1)
    assert "queries" not in policies()
    assert left(Limits(policies()).take(["queries"], "ann")) == []


@pytest.mark.parametrize("said", ["people", "people=0/60", "folk=5/60", "people=5", "people=5/0"])
def test_a_setting_that_means_nothing_stops_the_gateway(monkeypatch, said):
    monkeypatch.setenv(NAME, said)
    with pytest.raises(SystemExit, match=NAME):
        policies()
