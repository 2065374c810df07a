"""What becomes of a task, over a log in memory, and the list it stands in."""

from dataclasses import replace

import pytest

from gateway.events import PersonAdded, PersonDeactivated
from kernel import Invalid, NotFound, Rejected
from kernel.testing import project, recorded
from services.activity.events import TaskDone, TaskGiven, TaskPassedOn
from services.analytics.tasks import TASKS
from tests.unit.activity.company import Company
from tests.unit.activity.examples import NOON
from tests.unit.people import ANN, BOB, MAY

CY = replace(BOB, actor="cy")


@pytest.fixture
def company():
    return Company()


def test_a_task_is_ones_own_or_a_colleagues(company):
    company.desk(ANN).give_task(title="Call the printer")
    company.desk(ANN).give_task(title="Send samples", owner="bob", due_at="2030-01-07T01:00:00Z")

    own, given = company.events(TaskGiven)
    assert (own.owner, own.by, own.due_at) == ("ann", "ann", None)
    assert (given.owner, given.by, f"{given.due_at:%H:%M}") == ("bob", "ann", "01:00")


def test_who_has_it_and_who_gave_it_change_it_and_to_others_it_is_not_there(company):
    id = company.desk(ANN).give_task(title="Send samples", owner="bob")["id"]
    company.desk(BOB).pass_task_on(id, "cy")
    company.desk(CY).finish_task(id)
    with pytest.raises(NotFound):
        company.desk(BOB).finish_task(id)
    company.desk(ANN).reopen_task(id)
    company.desk(MAY).edit_task(id, {"title": "Send green samples"})
    company.desk(ANN).drop_task(id, "not needed")
    with pytest.raises(Rejected, match="task-closed"):
        company.desk(CY).finish_task(id)

    [passed] = company.events(TaskPassedOn)
    assert (passed.owner, passed.owner_before, passed.handover_id) == ("cy", "bob", None)
    assert len(company.events(TaskDone)) == 1


def test_who_has_left_gets_no_task(company):
    id = company.desk(ANN).give_task(title="x")["id"]
    company.people.hear(
        PersonAdded("bob", "Bob", "sales", "own", None, "root", NOON),
        PersonDeactivated("bob", "left", "root", NOON),
    )
    for refused in (
        lambda: company.desk(ANN).give_task(title="x", owner="bob"),
        lambda: company.desk(ANN).pass_task_on(id, "bob"),
    ):
        with pytest.raises(Rejected, match="person-deactivated"):
            refused()
    assert company.head() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": ""}, "title"), ({"due_at": "soon"}, "due_at"), ({"note": 7}, "note"),
     ({"owner": " bob"}, "owner")],
)  # fmt: skip
def test_a_wrong_field_is_named_and_nothing_is_written(company, given, field):
    with pytest.raises(Invalid) as caught:
        company.desk(ANN).give_task(**{"title": "x"} | given)
    assert [error["field"] for error in caught.value.fields["errors"]] == [field]
    assert company.head() == 0


def test_a_task_concerns_only_a_customer_that_one_works_on(company):
    with pytest.raises(NotFound):
        company.desk(BOB).give_task(title="x", customer_id="c1")
    company.desk(ANN).give_task(title="x", customer_id="c1")


def test_a_task_stands_in_the_list_of_who_has_it_now():
    given = TaskGiven("t1", "c1", "x", "", "bob", None, "ann", NOON)
    passed = TaskPassedOn("t1", "c1", "cy", "bob", None, "bob", NOON)
    done = TaskDone("t1", "c1", "cy", NOON)
    told = [recorded(event, number) for number, event in enumerate((given, passed, done), 1)]

    row = project(TASKS, *told)["t1"]
    assert (row["owner"], row["by"], row["state"], row["version"]) == ("cy", "ann", "done", 3)
