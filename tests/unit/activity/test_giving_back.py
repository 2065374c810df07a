"""What is undone of a handover of duties, and when nothing is: decisions alone."""

from datetime import UTC, datetime, timedelta

from services.activity import succession
from services.activity.events import DutiesGivenBack, DutiesNotReturned, DutyKept
from services.activity.giving_back import give_task_back, task_kept
from services.activity.succession import NAMED, SUCCESSION, Succession
from services.activity.task import Task

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def test_a_task_comes_back_once() -> None:
    handed = Task("t1", owner="bob", by="ann", handed="h1")
    [passed] = give_task_back(handed, "h1", "ann", NOON)

    assert (passed.owner, passed.owner_before, passed.handover_id) == ("ann", "bob", "h1")
    assert give_task_back(Task("t1", owner="ann", handed="h1"), "h1", "ann", NOON) == []


def test_by_another_handover_it_is_somebody_elses() -> None:
    assert task_kept(Task("t1", owner="cy", handed="h2"), "h1") == "changed-hands"
    assert task_kept(Task("t1", owner="bob", handed="h1", state="dropped"), "h1") == "closed"


def test_what_was_given_back_is_neither_given_back_again_nor_handed_over() -> None:
    told = ("h1", "ann", 1, 1, 0)
    back = succession.give_back(Succession(), *told, [], NOON)

    made = SUCCESSION.fold(back)
    assert succession.give_back(made, *told, [], NOON + timedelta(1)) == []
    assert succession.finish(made, *told, 0, NOON) == []


def test_the_first_are_named_and_all_are_counted() -> None:
    kept = [DutyKept("task", f"t{n}", "closed", "bob") for n in range(NAMED + 50)]
    [event] = succession.give_back(Succession(), "h1", "ann", 0, 0, 0, kept, NOON)

    assert isinstance(event, DutiesGivenBack)
    assert len(event.kept) == NAMED
    assert event.not_returned == (DutiesNotReturned("closed", NAMED + 50),)
