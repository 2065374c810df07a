from datetime import date

from kernel.testing import specify
from services.customer.events import HoldingDropped, HoldingTaken, WinCounted
from services.customer.portfolio import (
    BASE,
    PORTFOLIO,
    Hand,
    Limits,
    Portfolio,
    count_win,
    drop,
    evolve,
    take,
)
from tests.unit.customer.examples import NOON

given = specify(PORTFOLIO)

MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 6)
LIMITS = Limits(holding_cap=3, claims_per_day=2)


def claimed(day=MONDAY):
    return HoldingTaken("ann", "c1", day, NOON)


ASSIGNED = HoldingTaken("ann", "c1", None, NOON)
DROPPED = HoldingDropped("ann", "c1", NOON)
CLAIM = {"person": "ann", "customer_id": "c1", "limits": LIMITS, "at": NOON, "claimed_on": MONDAY}
GIFT = CLAIM | {"claimed_on": None}


def test_a_claim_is_counted_on_the_day_it_is_made():
    given().when(take, **CLAIM).then(claimed(MONDAY))


def test_as_many_customers_as_the_cap_allows_can_be_held():
    given(ASSIGNED, ASSIGNED).when(take, **CLAIM).then(claimed(MONDAY))


def test_who_holds_as_many_as_the_cap_takes_no_more_in_any_way():
    given(ASSIGNED, ASSIGNED, ASSIGNED).when(take, **CLAIM).rejected("holding-cap", held=3, cap=3)
    given(ASSIGNED, ASSIGNED, ASSIGNED).when(take, **GIFT).rejected("holding-cap", held=3, cap=3)


def test_giving_one_back_makes_room_for_another():
    given(ASSIGNED, ASSIGNED, ASSIGNED, DROPPED).when(take, **CLAIM).then(claimed(MONDAY))


def test_only_so_many_claims_are_made_in_a_day():
    given(claimed(), claimed()).when(take, **CLAIM).rejected("claims-per-day", limit=2)


def test_giving_back_what_was_claimed_does_not_bring_the_claim_back():
    given(claimed(), DROPPED, claimed(), DROPPED).when(take, **CLAIM).rejected("claims-per-day")


def test_the_next_day_counts_anew():
    tomorrow = CLAIM | {"claimed_on": TUESDAY}
    given(claimed(), claimed()).when(take, **tomorrow).then(claimed(TUESDAY))


def test_registered_and_assigned_customers_are_no_claims():
    given(ASSIGNED, ASSIGNED).when(take, **CLAIM).then(claimed())
    given(claimed(), claimed()).when(take, **GIFT).then(ASSIGNED)


def test_a_claim_dated_back_by_a_slow_clock_does_not_start_the_day_again():
    given(claimed(TUESDAY), claimed(MONDAY), claimed(TUESDAY)).when(
        take, **CLAIM | {"claimed_on": TUESDAY, "limits": Limits(9, 2)}
    ).rejected("claims-per-day")


def test_a_slow_clock_at_midnight_opens_no_second_quota():
    """By one clock it is Tuesday already, by another still Monday."""
    given(claimed(TUESDAY), claimed(TUESDAY)).when(take, **CLAIM).rejected("claims-per-day")
    given(claimed(TUESDAY), claimed(MONDAY)).when(take, **CLAIM | {"claimed_on": TUESDAY}).rejected(
        "claims-per-day"
    )


def test_dropping_tells_whose_and_which():
    given(ASSIGNED).when(drop, "ann", "c1", NOON).then(DROPPED)


def test_a_count_is_a_fold():
    events = [claimed(), ASSIGNED, DROPPED, claimed(TUESDAY)]
    assert PORTFOLIO.fold(events) == Portfolio({BASE: Hand(held=2, day=TUESDAY, claims=1)})
    assert evolve(Portfolio(), DROPPED).held == -1  # what happened, happened


VIP = ("north", "vip")
VIP_CLAIMED = HoldingTaken("ann", "c1", MONDAY, NOON, "north", "vip")


def test_each_rule_has_a_count_of_its_own():
    given(VIP_CLAIMED, VIP_CLAIMED).when(take, **CLAIM).then(claimed())
    given(VIP_CLAIMED, VIP_CLAIMED).when(take, **CLAIM, under=VIP).rejected("claims-per-day")
    given(claimed(), claimed()).when(take, **CLAIM, under=VIP).then(VIP_CLAIMED)


WON = WinCounted("ann", "c1", True, None, None, NOON)
SPARING = {"limits": Limits(holding_cap=1, claims_per_day=9, won_count=False)}


def test_what_is_won_need_not_count_against_the_cap():
    given(ASSIGNED, WON).when(take, **GIFT | SPARING).then(ASSIGNED)
    given(ASSIGNED).when(take, **GIFT | SPARING).rejected("holding-cap", held=1)
    counting = {"limits": Limits(holding_cap=1, claims_per_day=9)}
    given(ASSIGNED, WON).when(take, **GIFT | counting).rejected("holding-cap")


def test_a_customer_that_is_won_finds_room_in_full_hands():
    came_won = HoldingTaken("ann", "c1", None, NOON, won=True)
    given(ASSIGNED).when(take, **GIFT | SPARING, won=True).then(came_won)
    given(came_won).when(take, **GIFT | SPARING).then(ASSIGNED)


def test_it_does_not_matter_whether_a_win_is_heard_of_before_or_after_the_customer_has_gone():
    gone = HoldingDropped("ann", "c1", NOON, won=True)
    in_time = PORTFOLIO.fold([ASSIGNED, ASSIGNED, WON, gone])
    late = PORTFOLIO.fold([ASSIGNED, ASSIGNED, gone, WON])
    assert in_time == late == Portfolio({BASE: Hand(held=1)})
    undone = WinCounted("ann", "c1", False, None, None, NOON)
    assert PORTFOLIO.fold([ASSIGNED, WON, undone]) == Portfolio({BASE: Hand(held=1)})


def test_a_win_is_told_to_the_rule_that_counts_it():
    counted = WinCounted("ann", "c1", True, "north", "vip", NOON)
    given(VIP_CLAIMED).when(count_win, "ann", "c1", True, VIP, NOON).then(counted)
