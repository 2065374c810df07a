"""What stands in the way of a claim: the rules of the pool, a lock, who saw it first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel import Forbidden, NotFound, Rejected
from kernel.rfc3339 import dump_time
from services.customer.customer import CUSTOMER, Hold
from services.customer.events import (
    Condition,
    CustomerArchived,
    CustomerClaimed,
    CustomerLocked,
    CustomerReleased,
    CustomerRestored,
    CustomerUnlocked,
    PoolRule,
    StandingNoted,
)
from services.customer.hurdles import require_cooled_down
from services.customer.locks import lock, unlock
from services.customer.ownership import claim, release
from services.customer.pool import Pool
from services.customer.recycling import note_standing
from services.customer.terms import terms
from tests.unit.customer.examples import (
    CLAIMED_BY_ANN,
    EVENING,
    IN_POOL,
    MORNING,
    NOON,
    OWNED_BY_ANN,
    RELEASED_BY_ANN,
    SHOP,
)
from tests.unit.customer.test_ownership import COMPANY, GIVING_UP, PUBLIC, ZONE, given
from tests.unit.people import ANN, BOB, MAY

DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def ruled(**rule):
    """The public pool with one rule, and the terms under which the shop is held by it."""
    pool = Pool("public", rules=(PoolRule("one", **rule),), rules_version=1)
    return pool, terms("public", pool, SHOP, COMPANY, ZONE)


def test_who_is_no_member_of_the_pool_does_not_know_of_what_lies_there():
    closed_circle = Pool("public", members=frozenset({"bob"}), admins=frozenset({"cy"}))
    given(IN_POOL).when(claim, ANN, closed_circle, PUBLIC, NOON).refused(NotFound, "not-found")
    for asker in (BOB, replace(BOB, actor="cy"), MAY):
        taken = CustomerClaimed("c1", asker.actor, NOON)
        given(IN_POOL).when(claim, asker, closed_circle, PUBLIC, NOON).then(taken)


def test_a_claim_says_by_which_rule_it_is_held():
    pool, held = ruled(conditions=(Condition("source", ("VISIT",)),))
    claimed = CustomerClaimed("c1", "ann", NOON, None, "one")
    given(IN_POOL).when(claim, ANN, pool, held, NOON).then(claimed)


def test_a_claim_that_looked_at_other_rules_is_decided_anew():
    pool, held = ruled(claims_per_day=1)
    given(IN_POOL).when(claim, ANN, Pool(), held, NOON).rejected("owner-moved")
    given(IN_POOL).when(claim, ANN, pool, PUBLIC, NOON).rejected("owner-moved")


def test_the_previous_owner_leaves_it_to_others_for_a_while():
    pool, held = ruled(cooldown_days=2)
    history = (IN_POOL, CLAIMED_BY_ANN, RELEASED_BY_ANN)
    until = dump_time(EVENING + 2 * DAY)
    soon = EVENING + 2 * DAY - timedelta(seconds=1)
    given(*history).when(claim, ANN, pool, held, soon).rejected("cooldown", until=until)
    free = EVENING + 2 * DAY
    given(*history).when(claim, ANN, pool, held, free).then(
        CustomerClaimed("c1", "ann", free, None, "one")
    )
    given(*history).when(claim, BOB, pool, held, soon).then(
        CustomerClaimed("c1", "bob", soon, None, "one")
    )


def test_the_days_it_is_told_by_are_those_of_the_pool():
    late = datetime(2026, 11, 20, 22, 1, tzinfo=UTC)  # the 21st in Shanghai
    _, held = ruled(cooldown_days=3)
    customer = replace(CUSTOMER.initial, id="c1", former={"ann": late})
    with pytest.raises(Rejected) as caught:
        require_cooled_down(customer, ANN, replace(held, zone=SHANGHAI), None, late)
    assert caught.value.detail == "you had it until 2026-11-21: leave it to others until 2026-11-24"


def test_an_owner_in_between_does_not_end_the_cool_down():
    pool, held = ruled(cooldown_days=2)
    bob = CustomerClaimed("c1", "bob", EVENING)
    gone = CustomerReleased("c1", "bob", "no", "public", "bob", EVENING)
    history = (IN_POOL, CLAIMED_BY_ANN, RELEASED_BY_ANN, bob, gone)
    given(*history).when(claim, ANN, pool, held, EVENING + DAY).rejected("cooldown")


def test_what_was_archived_and_restored_was_not_let_go():
    pool, held = ruled(cooldown_days=2)
    archived = CustomerArchived("c1", "ann", "closed down", "ann", None, NOON)
    restored = CustomerRestored("c1", "ann", None, "public", EVENING)
    given(OWNED_BY_ANN, archived, restored).when(claim, ANN, pool, held, EVENING).then(
        CustomerClaimed("c1", "ann", EVENING, None, "one")
    )
    given(OWNED_BY_ANN, archived).when(claim, ANN, pool, held, EVENING).rejected("archived")


def test_new_data_is_for_who_brought_it_in_first():
    pool, held = ruled(protection_hours=24)
    given(IN_POOL).when(claim, ANN, pool, held, NOON).rejected(
        "protected", until=dump_time(MORNING + DAY)
    )
    for asker, at in ((MAY, NOON), (ANN, MORNING + DAY)):
        taken = CustomerClaimed("c1", asker.actor, at, None, "one")
        given(IN_POOL).when(claim, asker, pool, held, at).then(taken)


LOCKED = CustomerLocked("c1", NOON, "in court", "may", MORNING)


def test_a_locked_customer_is_not_claimed_until_then():
    given(IN_POOL, LOCKED).when(claim, ANN, Pool(), PUBLIC, MORNING).rejected(
        "locked", until=dump_time(NOON)
    )
    given(IN_POOL, LOCKED).when(claim, ANN, Pool(), PUBLIC, NOON).then(CLAIMED_BY_ANN)
    for_good = replace(LOCKED, until=None)
    given(IN_POOL, for_good).when(claim, ANN, Pool(), PUBLIC, EVENING).rejected("locked")
    opened = CustomerUnlocked("c1", "may", MORNING)
    given(IN_POOL, for_good, opened).when(claim, ANN, Pool(), PUBLIC, NOON).then(CLAIMED_BY_ANN)


def test_a_manager_locks_and_unlocks():
    told = {"reason": "in court", "until": NOON, "at": MORNING}
    given(IN_POOL).when(lock, MAY, Pool(), **told).then(LOCKED)
    given(IN_POOL, LOCKED).when(lock, MAY, Pool(), **told).then()
    given(IN_POOL).when(lock, ANN, Pool(), **told).refused(Forbidden, "role-not-allowed")
    given(OWNED_BY_ANN).when(lock, BOB, Pool(), **told).refused(NotFound, "not-found")
    unlocked = CustomerUnlocked("c1", "may", NOON)
    given(IN_POOL, LOCKED).when(unlock, MAY, Pool(), NOON).then(unlocked)
    given(IN_POOL).when(unlock, MAY, Pool(), NOON).then()


def test_a_win_is_noted_once_and_gone_with_the_owner():
    noted = StandingNoted("c1", "ann", True, None, None, NOON)
    given(OWNED_BY_ANN).when(note_standing, True, NOON).then(noted)
    given(OWNED_BY_ANN, noted).when(note_standing, True, NOON).then()
    undone = StandingNoted("c1", "ann", False, None, None, NOON)
    given(OWNED_BY_ANN, noted).when(note_standing, False, NOON).then(undone)
    given(OWNED_BY_ANN, noted, RELEASED_BY_ANN).when(note_standing, True, NOON).then()
    assert not CUSTOMER.fold([OWNED_BY_ANN, noted, RELEASED_BY_ANN, CLAIMED_BY_ANN]).won


def test_a_portfolio_is_told_how_it_was_counted():
    noted = StandingNoted("c1", "ann", True, None, None, NOON)
    given(OWNED_BY_ANN, noted).when(release, ANN, hold=Hold("ann"), **GIVING_UP).rejected(
        "owner-moved"
    )
