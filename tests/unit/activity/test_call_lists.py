"""Call lists: filled by hand or by a key, worked down by keys, each customer struck off once."""

from dataclasses import replace

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected
from kernel.testing import project
from services.activity.events import (
    CallListClosed,
    CustomerListed,
    CustomerStruck,
    Effect,
    FollowUpLogged,
)
from services.analytics.call_lists import CALL_LISTS, LISTED
from tests.unit.activity.call_desk import NOT_INTERESTED, CallDesk
from tests.unit.people import ANN, BOB, CLERK, MAY
from tests.unit.pipeline.examples import IN_POOL, OWNED_BY_ANN


@pytest.fixture
def desk():
    return CallDesk(OWNED_BY_ANN, replace(IN_POOL, customer_id="c3"))


@pytest.fixture
def calls(desk):
    return desk.as_(ANN).open_call_list("春季回访")["id"]


def bind(desk, key="3", **said):
    desk.as_(ANN).bind_quick_log(key, "person", **NOT_INTERESTED | said)
    desk.later()


def of(desk, *kinds):
    return [event for event in desk.events() if isinstance(event, kinds)]


def test_customers_are_put_on_a_list_once_each_answered_for_itself(desk, calls):
    answer = desk.as_(ANN).put_on_call_list(calls, ["c1", "c2", "c3"])
    assert [item["ok"] for item in answer["items"]] == [True, False, False]
    slugs = [item["problem"]["slug"] for item in answer["items"][1:]]
    assert slugs == ["not-found", "in-pool"]
    desk.as_(ANN).put_on_call_list(calls, ["c1"])
    assert [(one.customer_id, one.follow_up_id) for one in of(desk, CustomerListed)] == [
        ("c1", None)
    ]


def test_a_key_that_is_pressed_down_a_list_strikes_off_in_the_same_commit(desk, calls):
    desk.as_(ANN).put_on_call_list(calls, ["c1"])
    bind(desk)
    answer = desk.as_(ANN).quick_log("c1", "3", list_id=calls)
    kinds = [entry.type for entry in desk.log.commits[-1].entries]
    assert kinds == ["FollowUpLogged", "CustomerStruck"]
    assert desk.last().follow_up_id == answer["id"]
    desk.as_(ANN).quick_log("c1", "3", list_id=calls)  # called again, struck off already
    assert len(of(desk, CustomerStruck)) == 1
    assert len(of(desk, FollowUpLogged)) == 2


def test_a_key_puts_on_a_list_in_the_same_commit(desk, calls):
    bind(desk, effects=[{"do": "raise"}, {"do": "list", "to": calls}])
    answer = desk.as_(ANN).quick_log("c1", "3")
    kinds = [entry.type for entry in desk.log.commits[-1].entries]
    assert kinds == ["FollowUpLogged", "CustomerListed"]
    assert answer["follows"][1] == {"do": "list", "to": calls, "service": "activity"}
    assert of(desk, FollowUpLogged)[0].effects[1] == Effect("list", calls)
    desk.as_(ANN).quick_log("c1", "3")  # is on it already: only the call is written
    assert len(of(desk, CustomerListed)) == 1
    assert len(of(desk, FollowUpLogged)) == 2


def test_a_key_for_a_list_that_is_not_open_is_refused_when_it_is_bound_and_when_pressed(
    desk, calls
):
    with pytest.raises(Invalid):
        bind(desk, effects=[{"do": "list", "to": "nowhere"}])
    bind(desk, effects=[{"do": "list", "to": calls}])
    desk.as_(ANN).close_call_list(calls)
    desk.later()
    head = desk.log.head()
    with pytest.raises(Rejected, match="another one"):
        desk.as_(ANN).quick_log("c1", "3")
    with pytest.raises(NotFound):
        desk.as_(ANN).quick_log("c1", "3", list_id="nowhere")
    assert desk.log.head() == head
    with pytest.raises(Invalid):
        bind(desk, "4", effects=[{"do": "list", "to": calls}])


def test_who_is_not_to_be_called_does_not_come_onto_a_list(desk, calls):
    desk.as_(ANN).close_channels("c1", ["phone"])
    [item] = desk.as_(ANN).put_on_call_list(calls, ["c1"])["items"]
    assert item["problem"]["slug"] == "do-not-contact"
    assert of(desk, CustomerListed) == []


def test_a_list_is_closed_by_who_opened_it_or_a_manager_and_worked_down_by_all(desk, calls):
    with pytest.raises(Forbidden):
        desk.as_(BOB).close_call_list(calls)
    with pytest.raises(Forbidden):
        desk.as_(CLERK).open_call_list("x")
    desk.as_(ANN).put_on_call_list(calls, ["c1"])
    desk.as_(MAY).close_call_list(calls)
    desk.later()
    desk.as_(ANN).close_call_list(calls)
    assert len(of(desk, CallListClosed)) == 1
    [item] = desk.as_(ANN).put_on_call_list(calls, ["c1"])["items"]
    assert item["problem"]["slug"] == "list-closed"
    [item] = desk.as_(ANN).strike_off_call_list(calls, ["c1"])["items"]
    assert item["ok"]


def test_what_cannot_be_read_is_refused(desk, calls):
    for name in ("", None, "x" * 101):
        with pytest.raises(Invalid):
            desk.as_(ANN).open_call_list(name)
    for ids in ([], "c1", [f"c{n}" for n in range(6)]):
        with pytest.raises(Invalid):
            desk.as_(ANN).put_on_call_list(calls, ids)
    with pytest.raises(NotFound):
        desk.as_(ANN).put_on_call_list("nowhere", ["c1"])


def test_the_read_model_holds_who_is_still_to_be_called(desk, calls):
    desk.as_(ANN).put_on_call_list(calls, ["c1"])
    assert list(project(LISTED, *of(desk, CustomerListed))) == [f"{calls}/c1"]
    desk.as_(ANN).strike_off_call_list(calls, ["c1"])
    assert project(LISTED, *of(desk, CustomerListed, CustomerStruck)) == {}
    [row] = project(CALL_LISTS, desk.events()[0]).values()
    assert (row["name"], row["closed"]) == ("春季回访", False)
    desk.as_(ANN).close_call_list(calls)
    assert project(CALL_LISTS, desk.events()[0], desk.last())[calls]["closed"]
