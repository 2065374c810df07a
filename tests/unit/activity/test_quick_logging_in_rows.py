"""One key for a whole call list: row by row, and at which cost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel import Invalid, NotFound
from services.activity.events import FollowUpLogged
from services.customer.events import (
    ContactAdded,
    PrimaryContactNamed,
)
from tests.unit.activity.call_desk import NOT_INTERESTED, CallDesk
from tests.unit.activity.counting import counted
from tests.unit.activity.examples import NOON
from tests.unit.people import ANN
from tests.unit.pipeline.examples import ASSIGNED_TO_BOB, IN_POOL, OWNED_BY_ANN

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LI = ContactAdded(customer_id="c1", contact_id="p1", name="李雷", by="ann", at=NOON)
WANG = ContactAdded(customer_id="c1", contact_id="p2", name="王刚", by="ann", at=NOON)
PRIMARY = PrimaryContactNamed("c1", "p1", "ann", NOON)


@pytest.fixture
def desk():
    return CallDesk(OWNED_BY_ANN, LI, WANG, PRIMARY)


def bind(desk, key="3", asker=ANN, scope="person", **said):
    desk.later()
    return desk.as_(asker).bind_quick_log(key, scope, **NOT_INTERESTED | said)


def logged(desk):
    return [event for event in desk.events() if isinstance(event, FollowUpLogged)]


def test_a_call_list_is_answered_row_by_row(desk):
    second = replace(OWNED_BY_ANN, customer_id="c2", name="二号")
    desk.owners.hear(second, replace(IN_POOL, customer_id="c3"))
    bind(desk)
    rows = [{"customer_id": "c1", "key": "3"}, {"customer_id": "c2", "key": "9"},
            {"customer_id": "c3", "key": "3"}, {"customer_id": "a/b", "key": "3"}]  # fmt: skip
    answer = desk.as_(ANN, "list").quick_logs(rows)

    assert [item["ok"] for item in answer["items"]] == [True, False, False, False]
    slugs = [item["problem"]["slug"] for item in answer["items"][1:]]
    assert slugs == ["unknown-key", "in-pool", "not-found"]
    [made] = logged(desk)
    assert answer["items"][0]["follow_up_id"] == made.follow_up_id
    assert answer["position"] == answer["items"][0]["position"]
    assert desk.as_(ANN, "list").quick_logs(rows) == answer  # sent again: the same
    assert len(logged(desk)) == 1


@pytest.mark.parametrize(
    "rows",
    [[], "c1", [7], [{"customer_id": f"c{n}", "key": "3"} for n in range(6)],
     [{"customer_id": "c1", "key": "3"}, {"customer_id": "c1", "key": "4"}],
     [{"customer_id": "c1"}], [{"key": "3"}]],
)  # fmt: skip
def test_a_call_list_that_cannot_be_read_is_refused_whole(desk, rows):
    bind(desk)
    with pytest.raises(Invalid):
        desk.as_(ANN).quick_logs(rows)
    assert logged(desk) == []


def test_a_customer_that_changed_hands_is_not_logged_about_by_who_had_it(desk):
    bind(desk)
    desk.owners.hear(ASSIGNED_TO_BOB)
    with pytest.raises(NotFound):
        desk.as_(ANN).quick_log("c1", "3")


def test_a_key_costs_one_look_up_and_one_commit_and_a_call_list_one_look_up_for_all(desk):
    """What everybody asks for and hardly anybody changes is looked at once a second."""
    bind(desk, effects=[{"do": "raise"}], next_contact_days=30, working_day=True)
    desk.as_(ANN).quick_log("c1", "3")
    asked = counted(desk)
    for _ in range(10):
        desk.as_(ANN).quick_log("c1", "3")
    assert asked == {"find_one": 10, "append": 10}

    others = [replace(OWNED_BY_ANN, customer_id=f"d{n}") for n in range(5)]
    desk.owners.hear(*others)
    asked.clear()
    desk.as_(ANN).quick_logs([{"customer_id": one.customer_id, "key": "3"} for one in others])
    assert asked == {"find": 1, "append": 5}
