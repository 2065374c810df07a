"""Whatever is booked, moved, answered or called off at the same moment: nothing overlaps."""

import os
from itertools import pairwise

import pytest

from kernel.log import Commit, MemoryLog
from services.activity import diary
from services.activity.appointment import APPOINTMENT
from services.activity.taking import sheets
from tests.unit.activity.racing import Race

CASES = int(os.environ.get("GUANXI_RACES", "100"))  # 10,000 of them before a release
ACTS = 6


def overlapping(race):
    """Pairs that stand in one diary at one time."""
    return [
        (one, other)
        for _, held in race.held()
        for one, other in pairwise(sorted(held, key=lambda each: each[0].starts_at))
        if diary.overlap(one[0], other[0])
    ]


def untrue(race):
    """Diaries that hold something else than the appointments say."""
    told = {stream: {(s, id) for s, id in held} for stream, held in race.held()}
    wanted = {}
    for id, _ in race.booked:
        made = race.company.processes[0].load(APPOINTMENT, id, fresh=True).state
        for sheet in sheets(APPOINTMENT.initial, made):
            stream = sheet.aggregate.stream(sheet.id)
            wanted.setdefault(stream, set()).update((span, id) for span in sheet.spans)
    return {s for s in {*told, *wanted} if told.get(s, set()) != wanted.get(s, set())}


def test_any_set_of_concurrent_bookings_leaves_no_overlap():
    lost = refused = 0
    for seed in range(CASES):
        race = Race(seed)
        race.run(ACTS)
        assert not overlapping(race), f"seed {seed}"
        assert not untrue(race), f"seed {seed}"
        refused += race.refused
        lost += race.log.conflicts
    assert refused > CASES / 4  # they do meet
    assert lost > CASES / 4  # and they do get in between


def test_the_test_notices_a_diary_that_does_not_look(monkeypatch):
    monkeypatch.setattr(diary, "clashes", lambda *_: iter(()))
    with pytest.raises(AssertionError, match="seed"):
        test_any_set_of_concurrent_bookings_leaves_no_overlap()


def test_the_test_notices_a_log_that_lets_two_in(monkeypatch):
    """Two commits of one version: what each process decided by itself would stand."""
    monkeypatch.setattr(MemoryLog, "append", careless)
    with pytest.raises(AssertionError, match="seed"):
        test_any_set_of_concurrent_bookings_leaves_no_overlap()


def careless(log, draft):
    commit = Commit(log.head() + 1, draft.entries, draft.at, draft.meta)
    log.commits.append(commit)
    return commit
