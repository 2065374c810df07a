"""How far imports are, as their events tell it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kernel.refusal import Forbidden
from kernel.testing import project
from services.analytics.asker import Asker
from services.analytics.imports import IMPORTS, seen, shown
from services.customer.events import (
    ImportedColumn,
    ImportFailed,
    ImportFinished,
    ImportRequested,
    ImportRowsTaken,
    ImportRowsUndone,
    ImportUndone,
    ImportUndoRequested,
    RowKept,
    RowTold,
)

AT = datetime(2026, 1, 5, 4, tzinfo=UTC)
REQUESTED = ImportRequested(
    "i1", "客户.csv", 1024, "ab", 10, (ImportedColumn("客户名称", "name"),), "skip", "public", "CN",
    False, False, "may", AT,
)  # fmt: skip


def taken(first_row, rows, added, *told, seconds=2):
    at = AT + timedelta(seconds=seconds)
    rows_told = tuple(
        RowTold(line, outcome, reason, None, None) for line, (outcome, reason) in enumerate(told)
    )
    return ImportRowsTaken("i1", first_row, rows, added, rows_told, "may", at)


def after(*events):
    return shown(project(IMPORTS, REQUESTED, *events)["i1"])


def test_one_that_was_asked_for_is_running_and_has_read_nothing():
    found = after()

    assert (found["state"], found["rows"], found["read"]) == ("running", 10, 0)
    assert (found["rows_per_second"], found["remaining_seconds"]) == (0.0, None)


def test_batches_add_up_with_the_reasons_of_what_was_not_taken():
    found = after(
        taken(0, 4, 2, ("skipped", "duplicate"), ("updated", None)),
        taken(4, 2, 0, ("skipped", "duplicate"), ("rejected", "invalid"), seconds=3),
    )

    assert {name: found[name] for name in ("read", "added", "updated", "skipped", "rejected")} == {
        "read": 6, "added": 2, "updated": 1, "skipped": 2, "rejected": 1,
    }  # fmt: skip
    assert found["reasons"] == {"duplicate": 2, "invalid": 1}
    assert (found["rows_per_second"], found["remaining_seconds"]) == (2.0, 2.0)


def test_while_lists_come_after_the_last_row_nobody_knows_for_how_long():
    assert (after(taken(0, 4, 4))["phase"], after()["phase"]) == ("writing", "writing")
    all_of_it = after(taken(0, 4, 4), taken(4, 6, 6, seconds=3))
    assert (all_of_it["phase"], all_of_it["remaining_seconds"]) == ("listing", None)
    ended = after(taken(0, 4, 4), ImportFinished("i1", "may", AT))
    assert ended["phase"] is None


@pytest.mark.parametrize(
    ("event", "state", "failure"),
    [
        (ImportFinished("i1", "may", AT), "finished", None),
        (ImportFailed("i1", "r", "d", "may", AT), "failed", {"reason": "r", "detail": "d"}),
    ],
)
def test_it_ends_one_way_or_the_other(event, state, failure):
    found = after(taken(0, 4, 4), event)

    assert (found["state"], found["failure"]) == (state, failure)
    assert found["remaining_seconds"] is None
    assert found["ended_at"] is not None


def test_undone_it_tells_what_went_and_what_was_kept_and_why():
    kept = RowKept("c1", "touched", "CustomerClaimed")
    found = after(
        taken(0, 10, 10),
        ImportUndoRequested("i1", "boss", AT),
        ImportRowsUndone("i1", 7, 3, 1, (kept,), "boss", AT),
        ImportRowsUndone("i1", 9, 5, 0, (), "boss", AT),
        ImportUndone("i1", "boss", AT),
    )

    assert found["state"] == "undone"
    assert found["undo"] == {
        "by": "boss", "removed": 8, "restored": 1, "kept": 1,
        "kept_customers": [
            {"customer_id": "c1", "reason": "touched", "what": "CustomerClaimed"}
        ],
    }  # fmt: skip


def test_sales_see_no_imports():
    with pytest.raises(Forbidden):
        seen(Asker("ann", frozenset(["ann"]), sees_all=True, at=AT))


def test_a_manager_sees_their_own_and_those_of_their_team_and_who_sees_all_sees_all():
    lead = Asker("lead", frozenset(["lead", "ann"]), sees_all=False, at=AT, leads=True)

    assert seen(lead) == {"by": {"$in": ["ann", "lead"]}}
    assert seen(replace(lead, sees_all=True)) == {}
