"""Deals of the past, loaded many at a time over a log in memory."""

from datetime import datetime

import pytest

from kernel import Forbidden, Invalid
from services.pipeline.events import (
    Money,
    OpportunityLost,
    OpportunityOpened,
    OpportunityStageChanged,
    OpportunityWon,
)
from services.pipeline.loading import id_of
from services.pipeline.service import loading as service
from tests.unit.customer.examples import OWNED_BY_ANN
from tests.unit.people import ANN, MAY
from tests.unit.pipeline.desk import Office

USD = {"amount": "550.00", "currency": "USD"}
DAYS = [f"2017-03-{day:02}T12:00:00+00:00" for day in range(1, 10)]
OPEN = {"key": "x/1", "name": "GTX", "owner": "ann", "at": DAYS[0], "amount": USD}
WON = OPEN | {
    "stage": "engaging", "engaged_at": DAYS[1], "outcome": "won", "closed_at": DAYS[5],
    "paid": {"amount": "500.00", "currency": "USD"},
}  # fmt: skip
BACK, ON = {"to": "prospecting", "at": DAYS[3]}, {"to": "engaging", "at": DAYS[4]}
LOST = OPEN | {
    "steps": [{"to": "engaging", "at": DAYS[2]}, {"to": "prospecting", "at": DAYS[3]}],
    "outcome": "lost", "closed_at": DAYS[5], "competitor": "Acme",
}  # fmt: skip


@pytest.fixture
def office():
    return Office()


def load(office, *rows, asker=MAY, command_id=""):
    return office.desk(asker, command_id).load_opportunities(list(rows))


def told(office):
    return [
        office.states.codec.load(entry.type, entry.v, entry.data)
        for commit in office.log.commits
        for entry in commit.entries
    ]


def test_a_won_deal_is_loaded_with_the_days_when_it_happened(office):
    answer = load(office, WON)

    [item] = answer["items"]
    assert item == {
        "key": "x/1", "id": id_of("x/1"), "ok": True, "already": False, "position": "pipeline:2"
    }  # fmt: skip
    assert answer["position"] == "pipeline:2"
    opened, won = told(office)
    assert isinstance(opened, OpportunityOpened)
    assert isinstance(won, OpportunityWon)
    assert (opened.at, opened.engaged_at) == tuple(map(datetime.fromisoformat, DAYS[:2]))
    assert (opened.loaded, opened.probability) == (True, 40)
    assert (won.at, won.was) == (datetime.fromisoformat(DAYS[5]), "engaging")
    assert won.amount == Money("500.00", "USD")
    assert office.log.commits[0].at > won.at


def test_the_steps_of_a_lost_deal_are_kept(office):
    load(office, LOST)

    opened, first, second, lost = told(office)
    assert isinstance(first, OpportunityStageChanged)
    assert isinstance(lost, OpportunityLost)
    assert opened.stage == "prospecting"
    assert [(one.was, one.to, one.back) for one in (first, second)] == [
        ("prospecting", "engaging", False), ("engaging", "prospecting", True)
    ]  # fmt: skip
    assert (lost.was, lost.reason, lost.competitor) == ("prospecting", "not recorded", "Acme")


def test_hundreds_stand_in_one_commit(office, monkeypatch):
    monkeypatch.setattr(service, "TOGETHER", 3)
    answer = load(office, *({**WON, "key": f"x/{number}"} for number in range(7)))

    assert [len(commit.entries) for commit in office.log.commits] == [6, 6, 2]
    assert answer["position"] == "pipeline:14"


def test_who_follows_the_log_lets_many_pass_until_fewer_come(office, monkeypatch):
    monkeypatch.setattr(service, "MANY", 3)
    rows = [{**WON, "key": f"x/{number}"} for number in range(6)]
    load(office, *rows[:3])
    assert office.log.rushed()
    load(office, *rows[3:5])
    assert not office.log.rushed()
    load(office, rows[5])
    assert not office.log.rushed()


def test_what_is_loaded_again_is_there_already(office):
    first = load(office, WON)
    again = load(office, WON, {**WON, "key": "x/2"})

    assert [(one["already"], one["id"]) for one in again["items"]] == [
        (True, first["items"][0]["id"]), (False, id_of("x/2"))
    ]  # fmt: skip
    assert office.log.head() == 4


def test_the_same_command_sent_again_has_no_second_effect(office):
    load(office, WON, command_id="one")
    again = load(office, WON, command_id="one")

    assert again["items"][0]["already"]
    assert office.log.head() == 2


def test_who_loads_the_same_deals_beside_is_not_in_the_way(office):
    """Between our look and our commit another process loads one of them."""
    look, todo = office.states.load_many, [WON]

    def faster(wanted):
        found = look(wanted)
        if todo:
            load(office, todo.pop())
        return found

    office.states.load_many = faster
    answer = load(office, WON, {**WON, "key": "x/2"})

    assert [one["already"] for one in answer["items"]] == [True, False]
    assert office.log.head() == 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": None}, "key"),
        ({"at": "2017-03-01"}, "at"),
        ({"at": "2999-03-01T12:00:00Z"}, "at"),
        ({"engaged_at": DAYS[1], "stage": "prospecting"}, "engaged_at"),
        ({"closed_at": DAYS[0]}, "closed_at"),
        ({"outcome": None}, "closed_at"),
        ({"outcome": "open"}, "outcome"),
        ({"stage": "offer"}, "stage"),
        ({"paid": {"amount": "-1", "currency": "USD"}}, "paid"),
        ({"closed_at": None}, "closed_at"),
        ({"outcome": "lost"}, "paid"),
        ({"steps": [{"to": "engaging", "at": DAYS[2]}]}, "steps.0.to"),
        ({"steps": [BACK, ON, ON]}, "steps.2.to"),
        ({"paid": {"amount": "1", "currency": "CNY"}}, "paid.currency"),
        ({"steps": [{"to": "won", "at": DAYS[3]}]}, "steps.0.to"),
        ({"steps": [{"to": "engaging"}]}, "steps.0.at"),
        ({"steps": [{"to": "prospecting", "at": DAYS[0]}]}, "steps.0.at"),
        ({"customer_id": "no id!"}, "customer_id"),
        ({"prize": "1"}, "prize"),
    ],
)
def test_a_wrong_row_is_refused_by_itself(office, wrong, field):
    answer = load(office, {**WON, **wrong}, {**WON, "key": "x/2"})

    bad, good = answer["items"]
    assert not bad["ok"]
    assert [one["field"] for one in bad["problem"]["fields"]["errors"]][:1] == [field]
    assert good["ok"]
    assert office.log.head() == 2


def test_a_key_that_comes_twice_is_refused_the_second_time(office):
    first, second = load(office, WON, WON)["items"]
    assert first["ok"]
    assert second["problem"]["slug"] == "key-twice"


def test_what_is_no_object_is_refused_by_itself(office):
    assert [one["ok"] for one in load(office, 7, None, WON)["items"]] == [False, False, True]


def test_deals_are_loaded_for_customers_that_there_are(office):
    office.owners.hear(OWNED_BY_ANN)
    known, unknown = load(
        office, WON | {"customer_id": "c1"}, {**WON, "key": "x/2", "customer_id": "c9"}
    )["items"]
    assert known["ok"]
    assert (unknown["problem"]["slug"], unknown["problem"]["fields"]["what"]) == (
        "not-found", "customer"
    )  # fmt: skip


def test_who_has_been_deactivated_gets_no_deals(office):
    office.gone.add("ann")
    [item] = load(office, WON)["items"]
    assert item["problem"]["slug"] == "person-deactivated"


def test_only_a_manager_loads_and_not_too_many(office):
    with pytest.raises(Forbidden):
        load(office, WON, asker=ANN)
    for rows in ([], [WON] * 1_001, "rows", None):
        with pytest.raises(Invalid):
            office.desk(MAY).load_opportunities(rows)
    assert office.log.head() == 0
