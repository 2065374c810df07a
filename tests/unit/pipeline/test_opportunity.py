from dataclasses import replace
from datetime import timedelta

import pytest

from kernel import Forbidden, Invalid, NotFound
from kernel.testing import specify
from services.pipeline.events import Money, OpportunityStageChanged, OpportunityWon
from services.pipeline.moving import change_stage, lose, win
from services.pipeline.opening import open_deal
from services.pipeline.opportunity import OPPORTUNITY
from tests.unit.people import ANN, BOB, MAY
from tests.unit.pipeline.examples import (
    ANNS,
    BOBS,
    DEAL,
    ENGAGED,
    FREE,
    LOST,
    MORNING,
    NOON,
    OPENED,
    UNHEARD,
    WON,
    YUAN,
)

given = specify(OPPORTUNITY)

OPEN = {"asker": ANN, "customer": ANNS, "opportunity_id": "o1", "at": MORNING}
WORK = {"asker": ANN, "at": NOON}


def test_a_deal_is_opened_with_all_that_is_known_of_it():
    given().when(open_deal, deal=DEAL, **OPEN).then(OPENED)


def test_a_deal_that_begins_as_engaging_is_engaged_from_then_on():
    engaging = replace(DEAL, stage="engaging")
    given().when(open_deal, deal=engaging, **OPEN).then(
        replace(OPENED, stage="engaging", engaged_at=MORNING, probability=40)
    )


def test_an_imported_deal_keeps_its_day_of_engagement():
    engaging = replace(DEAL, stage="engaging", engaged_at=NOON)
    given().when(open_deal, deal=engaging, **OPEN).then(
        replace(OPENED, stage="engaging", engaged_at=NOON, probability=40)
    )


def test_a_deal_may_have_no_customer_yet():
    nobodys = replace(DEAL, customer_id=None)
    given().when(open_deal, deal=nobodys, **OPEN | {"customer": UNHEARD}).then(
        replace(OPENED, customer_id=None)
    )


def test_a_deal_moves_on_and_back():
    given(OPENED).when(change_stage, to="engaging", **WORK).then(ENGAGED)
    given(OPENED, ENGAGED).when(change_stage, to="prospecting", **WORK).then(
        OpportunityStageChanged(
            "o1", "c1", "engaging", "prospecting", "ann", NOON, back=True, probability=10
        )
    )
    given(OPENED).when(change_stage, to="prospecting", **WORK).then()


def test_a_deal_is_won_for_what_it_was_opened_with():
    given(OPENED).when(win, amount=None, **WORK).then(WON)


def test_a_deal_is_won_for_what_was_paid_in_the_end():
    paid = Money("999.99", "CNY")
    given(OPENED, ENGAGED).when(win, amount=paid, **WORK).then(
        OpportunityWon("o1", "c1", "ann", paid, "ann", NOON, "engaging")
    )


def test_winning_twice_changes_nothing_unless_the_amount_is_another():
    given(OPENED, WON).when(win, amount=None, **WORK).then()
    given(OPENED, WON).when(win, amount=YUAN, **WORK).then()
    given(OPENED, WON).when(win, amount=Money("1.00", "CNY"), **WORK).rejected(
        "closed", stage="won"
    )


def test_a_deal_is_lost_for_a_reason():
    given(OPENED).when(lose, reason="too dear", **WORK).then(LOST)
    given(OPENED, LOST).when(lose, reason="too late", **WORK).then()


def test_a_closed_deal_stays_as_it_is():
    given(OPENED, LOST).when(win, amount=None, **WORK).rejected("closed", stage="lost")
    given(OPENED, WON).when(lose, reason="too dear", **WORK).rejected("closed", stage="won")
    given(OPENED, WON).when(change_stage, to="engaging", **WORK).rejected("closed", stage="won")


@pytest.mark.parametrize(
    ("decide", "how", "done"),
    [
        (win, {"amount": None}, "won"),
        (lose, {"reason": "too dear"}, "lost"),
        (change_stage, {"to": "engaging"}, "moved"),
    ],
)
def test_nothing_happens_to_a_deal_before_it_was_opened(decide, how, done):
    early = WORK | how | {"at": MORNING - timedelta(days=1)}
    message = f"a deal cannot be {done} before it was opened on 2026-01-05"
    given(OPENED).when(decide, **early).refused(
        Invalid, "invalid", errors=[{"field": "at", "message": message}]
    )


def test_a_deal_is_not_closed_before_it_was_engaged():
    late = NOON + timedelta(days=2)
    engaged_late = replace(OPENED, stage="engaging", engaged_at=late)
    for history in ([engaged_late], [OPENED, replace(ENGAGED, at=late)]):
        given(*history).when(win, amount=None, **WORK).refused(Invalid, "invalid")
        given(*history).when(lose, reason="no", **WORK).refused(Invalid, "invalid")
        given(*history).when(win, amount=None, **WORK | {"at": late}).then(
            replace(WON, at=late, was="engaging")
        )


def test_a_clock_that_goes_a_little_slower_turns_no_time_round():
    slower = WORK | {"at": MORNING - timedelta(seconds=30)}
    given(OPENED).when(win, amount=None, **slower).then(replace(WON, at=MORNING))


@pytest.mark.parametrize(
    ("decide", "how", "event"),
    [
        (win, {"amount": None}, WON),
        (lose, {"reason": "too dear"}, LOST),
        (change_stage, {"to": "engaging"}, ENGAGED),
    ],
)
def test_who_names_no_time_is_not_refused_for_a_clock_of_ours(decide, how, event):
    """Opened by a process whose clock goes ten minutes faster."""
    slower = WORK | how | {"at": MORNING - timedelta(minutes=10), "told": False}
    given(OPENED).when(decide, **slower).then(replace(event, at=MORNING))


def test_a_colleague_s_deal_is_not_known():
    asked = WORK | {"asker": BOB}
    given(OPENED).when(win, amount=None, **asked).refused(NotFound, "not-found")
    given(OPENED).when(lose, reason="no", **asked).refused(NotFound, "not-found")
    given(OPENED).when(change_stage, to="engaging", **asked).refused(NotFound, "not-found")


def test_a_manager_works_on_all_deals():
    given(OPENED).when(lose, reason="too dear", **WORK | {"asker": MAY}).then(
        replace(LOST, by="may")
    )


def test_deals_are_opened_on_your_own_customers():
    given().when(open_deal, deal=DEAL, **OPEN | {"customer": BOBS}).refused(NotFound, "not-found")
    given().when(open_deal, deal=DEAL, **OPEN | {"customer": UNHEARD}).refused(
        NotFound, "not-found"
    )
    given().when(open_deal, deal=DEAL, **OPEN | {"customer": FREE}).rejected("in-pool")


def test_only_a_manager_opens_a_deal_for_somebody_else_or_on_a_customer_in_a_pool():
    bobs = replace(DEAL, owner="bob")
    given().when(open_deal, deal=bobs, **OPEN).refused(Forbidden, "role-not-allowed")
    given().when(open_deal, deal=bobs, **OPEN | {"asker": MAY, "customer": FREE}).then(
        replace(OPENED, owner="bob", by="may")
    )
