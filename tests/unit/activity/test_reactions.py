from datetime import timedelta

import pytest

from kernel.testing import recorded
from services.activity.contact import CONTACT
from services.activity.reactions import REACTIONS, react
from tests.unit.activity.examples import LATER, LOGGED, NOON
from tests.unit.pipeline.examples import (
    ASSIGNED_TO_BOB,
    CLAIMED_BY_ANN,
    IN_POOL,
    OWNED_BY_ANN,
    RELEASED,
)


@pytest.mark.parametrize("event", [CLAIMED_BY_ANN, ASSIGNED_TO_BOB, RELEASED])
def test_a_customer_that_changes_hands_is_not_followed_up_any_more(event):
    [made] = react(recorded(event, at=LATER))

    [reset] = made.decide(CONTACT.fold([LOGGED]))
    assert made.stream == "contact/c1"
    assert (reset.because, reset.at) == (type(event).__name__, event.at)


def test_when_it_was_recorded_decides_not_when_it_happened():
    late = react(recorded(RELEASED, at=NOON - timedelta(minutes=1)))

    assert late[0].decide(CONTACT.fold([LOGGED])) == []


@pytest.mark.parametrize("event", [IN_POOL, OWNED_BY_ANN])
def test_a_new_customer_has_nothing_to_reset(event):
    assert react(recorded(event)) == []


def test_the_customer_log_can_be_read_whole():
    assert "HoldingTaken" in REACTIONS.sources["customer"].types  # known, and passed by
