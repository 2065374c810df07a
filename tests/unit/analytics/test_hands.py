"""A customer as it is shown, while ladder and contact have not yet reacted to a change of hands."""

from typing import Any

from kernel.testing import project, recorded
from services.analytics.directory import DIRECTORY, shown
from tests.unit.analytics.examples import (
    HOUR,
    NOON,
    advanced,
    assigned,
    claimed,
    followed_up,
    registered,
    released,
    reset,
    reverted,
)

LATER = NOON + HOUR


def seen(*events: Any) -> tuple[str, str]:
    """Stage and contact status; the position of an event is its place."""
    folded = [recorded(event, position) for position, event in enumerate(events, start=1)]
    row = shown(project(DIRECTORY, *folded)["c1"])
    return row["stage"], row["contact_status"]


WORKED_ON = (registered(), advanced(ownership=1), followed_up())
POOL = ("pool", "not_followed_up")


def test_a_release_is_in_the_pool_before_anything_has_reacted_to_it() -> None:
    assert seen(*WORKED_ON) == ("intent", "followed_up")
    assert seen(*WORKED_ON, released(at=LATER)) == POOL


def test_it_stays_there_when_the_reactions_come_in_whatever_order() -> None:
    reactions = (reverted(ownership=4), reset(at=LATER))

    assert seen(*WORKED_ON, released(at=LATER), *reactions) == POOL
    assert seen(*WORKED_ON, released(at=LATER), *reversed(reactions)) == POOL


def test_who_claims_it_then_begins_anew() -> None:
    handed_on = (*WORKED_ON, released(at=LATER), claimed(by="bob", at=LATER))

    assert seen(*handed_on) == ("claimed", "not_followed_up")
    again = (advanced(to="intent", ownership=5), followed_up(at=LATER + HOUR))
    assert seen(*handed_on, *again) == ("intent", "followed_up")


def test_an_assignment_keeps_the_stage_and_resets_the_contact() -> None:
    assert seen(*WORKED_ON, assigned(at=LATER)) == ("intent", "not_followed_up")


def test_a_deal_won_with_a_customer_of_the_pool_is_shown() -> None:
    never_owned = (registered(pool="north"), advanced(to="won"))
    assert seen(*never_owned)[0] == "won"

    given_back = (*WORKED_ON, released(at=LATER), reverted(ownership=4))
    assert seen(*given_back, advanced(to="won", ownership=4))[0] == "won"


def test_a_follow_up_counts_whatever_its_clock_said_once_the_contact_was_reset() -> None:
    handed_on = (*WORKED_ON, assigned(at=LATER), reset(at=LATER))

    assert seen(*handed_on, followed_up(at=LATER - HOUR / 60))[1] == "followed_up"
