"""What the harness draws: histories that may be, and faults enough."""

from random import Random

import pytest

from conformance.candidate import Told as Books
from conformance.expected import expected
from conformance.faults import disturbed, merged, undisturbed
from conformance.history import CODECS, history
from conformance.seeds import against
from conformance.steps import Happens, Killed, Lost, Rested, Sent, Started
from conformance.told import Told, Untold
from conformance.trial import Terms
from conformance.verdict import differences
from conformance.wanted import wanted
from kernel.envelope import kind, open_envelope

LENGTHS = {"customer": 30, "pipeline": 60}
SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_history_holds_published_events_in_order(seed: int) -> None:
    for source, told in history(Random(seed)).items():
        opened = [open_envelope(envelope, CODECS[source]) for envelope in told]
        assert [one.position for one in opened] == list(range(1, len(told) + 1))


def test_the_same_seed_is_the_same_history_and_plan() -> None:
    assert history(Random(4)) == history(Random(4)) != history(Random(5))
    assert disturbed(LENGTHS, Random(4)) == disturbed(LENGTHS, Random(4))


def test_histories_hold_what_is_easily_booked_wrong() -> None:
    names = [
        (kind(envelope["type"])[1], envelope["data"].get("was"))
        for seed in SEEDS
        for envelope in history(Random(seed))["pipeline"]
    ]
    assert ("OpportunityReopened", "won") in names
    assert ("OpportunityReopened", "lost") in names
    outcomes = [expected(h["customer"], h["pipeline"]) for h in map(history, map(Random, SEEDS))]
    assert any(p["name"] is None for outcome in outcomes for p in outcome["partners"])
    assert any(o["amount"] is None for outcome in outcomes for o in outcome["orders"])
    assert all(outcome["ledger"] for outcome in outcomes)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_sent_before_it_happened_and_all_of_it_happens(seed: int) -> None:
    happened = set()
    for step in disturbed(LENGTHS, Random(seed)):
        if isinstance(step, Happens):
            happened.add(step.event)
        elif isinstance(step, Sent | Lost):
            assert step.event in happened
    assert happened == set(merged(LENGTHS, Random(seed)))


@pytest.mark.parametrize("seed", SEEDS)
def test_who_was_killed_is_started_before_anybody_waits_for_it(seed: int) -> None:
    alive = False
    for step in disturbed(LENGTHS, Random(seed)):
        if isinstance(step, Started | Killed):
            alive = isinstance(step, Started)
        assert alive or not isinstance(step, Rested)
    assert alive


def test_all_faults_occur() -> None:
    steps = [step for seed in SEEDS for step in disturbed(LENGTHS, Random(seed))]
    assert {type(step).__name__ for step in steps} == {
        "Happens", "Sent", "Lost", "Started", "Killed", "Paused", "Refused", "Rested",
    }  # fmt: skip
    why = {step.why for step in steps if isinstance(step, Sent)}
    assert why == {"", "doubled", "late", "replayed"}


def test_an_undisturbed_life_is_told_everything_once() -> None:
    sent = [s.event for s in undisturbed(LENGTHS, Random(1)) if isinstance(s, Sent)]
    assert len(sent) == len(set(sent)) == 90
    for source in LENGTHS:
        positions = [position for where, position in sent if where == source]
        assert positions == sorted(positions)


def test_a_log_with_a_hole_is_not_told() -> None:
    told = history(Random(1))["pipeline"]
    with pytest.raises(Untold, match="pipeline/3 stands where 2 belongs"):
        Told("pipeline", [told[0], *told[2:]])


def test_differences_name_the_place() -> None:
    found = {"a": [1, {"b": "x"}, 3], "c": 1, "e": 1}
    right = {"a": [1, {"b": "y"}], "d": None, "e": "1"}
    assert differences(found, right) == [
        'a.1.b: "x" instead of "y"',
        "a.2 is too many: 3",
        "c is too many: 1",
        "d is missing: null",
        'e: 1 instead of "1"',
    ]
    assert differences([], [1]) == [".0 is missing: 1"]
    assert differences(right, right) == []


def test_who_has_not_looked_at_every_event_fails_whatever_it_has_booked() -> None:
    terms = Terms("", "", wanted("customer.*,pipeline.OpportunityWon"), 1)
    lengths = {"customer": 3, "pipeline": 4}

    assert against(Books({"customer": 3, "pipeline": 4, "other": 1}, []), [], lengths, terms) == []
    assert against(Books({"customer": 3}, [1]), [], lengths, terms) == [
        "positions.pipeline: null instead of 4",
        "outcome.0 is too many: 1",
    ]
