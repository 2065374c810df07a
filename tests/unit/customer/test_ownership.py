from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel import Forbidden, Invalid, NotFound
from kernel.rfc3339 import dump_time
from kernel.testing import specify
from services.customer.customer import CUSTOMER, Hold
from services.customer.events import (
    Condition,
    CustomerArchived,
    CustomerAssigned,
    CustomerClaimed,
    CustomerLocked,
    CustomerReleased,
    CustomerRestored,
    CustomerUnlocked,
    CustomerWithdrawn,
    PoolRule,
    StandingNoted,
)
from services.customer.ownership import (
    assign,
    claim,
    lock,
    note_standing,
    release,
    unlock,
    withdraw,
)
from services.customer.pool import Into, Pool
from services.customer.portfolio import Limits
from services.customer.terms import terms
from tests.unit.customer.examples import (
    ASSIGNED_TO_BOB,
    CLAIMED_BY_ANN,
    EVENING,
    IN_POOL,
    MORNING,
    NOON,
    OWNED_BY_ANN,
    RELEASED_BY_ANN,
    SHOP,
)
from tests.unit.people import ANN, BOB, CLERK, MAY

given = specify(CUSTOMER)

ZONE = ZoneInfo("Asia/Shanghai")
COMPANY = Limits(100, 100)
PUBLIC = terms("public", Pool(), SHOP, COMPANY, ZONE)
GIVING_UP = {"reason": "moved away", "into": Into("public"), "at": EVENING}
BY_MAY = {"asker": MAY, "pool": Pool(), "terms": PUBLIC}
DAY = timedelta(days=1)


def ruled(**rule):
    """The public pool with one rule, and the terms under which the shop is held by it."""
    pool = Pool("public", rules=(PoolRule("one", **rule),), rules_version=1)
    return pool, terms("public", pool, SHOP, COMPANY, ZONE)


def test_a_customer_in_a_pool_can_be_claimed():
    given(IN_POOL).when(claim, ANN, Pool(), PUBLIC, at=NOON).then(CLAIMED_BY_ANN)


def test_claiming_your_own_customer_again_changes_nothing():
    given(IN_POOL, CLAIMED_BY_ANN).when(claim, ANN, Pool(), PUBLIC, at=EVENING).then()


def test_a_claimed_customer_cannot_be_claimed_and_the_loser_learns_by_whom_and_when():
    given(IN_POOL, CLAIMED_BY_ANN).when(claim, BOB, Pool(), PUBLIC, at=EVENING).rejected(
        "already-claimed", owner="ann", since=dump_time(NOON)
    )


def test_a_registered_customer_counts_as_claimed_by_its_owner_since_then():
    given(OWNED_BY_ANN).when(claim, BOB, Pool(), PUBLIC, at=NOON).rejected(
        "already-claimed", owner="ann", since=dump_time(MORNING)
    )


def test_an_assigned_customer_is_claimed_by_who_got_it():
    given(OWNED_BY_ANN, ASSIGNED_TO_BOB).when(claim, ANN, Pool(), PUBLIC, at=EVENING).rejected(
        "already-claimed", owner="bob", since=dump_time(EVENING)
    )


def test_a_released_customer_can_be_claimed_again():
    given(IN_POOL, CLAIMED_BY_ANN, RELEASED_BY_ANN).when(claim, ANN, Pool(), PUBLIC, at=NOON).then(
        CLAIMED_BY_ANN
    )


def test_the_owner_gives_a_customer_up_into_a_pool_for_a_reason():
    given(IN_POOL, CLAIMED_BY_ANN).when(release, asker=ANN, hold=Hold("ann"), **GIVING_UP).then(
        RELEASED_BY_ANN
    )


def test_a_manager_takes_a_customer_back():
    given(OWNED_BY_ANN).when(release, asker=MAY, hold=Hold("ann"), **GIVING_UP).then(
        CustomerReleased("c1", "may", "moved away", "public", "ann", EVENING)
    )


def test_what_somebody_else_owns_cannot_be_released_nor_known_of():
    given(OWNED_BY_ANN).when(release, asker=BOB, hold=Hold("ann"), **GIVING_UP).refused(
        NotFound, "not-found"
    )


def test_releasing_into_the_pool_where_it_lies_changes_nothing():
    given(IN_POOL).when(release, asker=ANN, hold=Hold(None), **GIVING_UP).then()


def test_what_lies_in_one_pool_is_not_released_into_another():
    elsewhere = GIVING_UP | {"into": Into("north")}
    given(IN_POOL).when(release, asker=ANN, hold=Hold(None), **elsewhere).rejected(
        "in-pool", pool="public"
    )


def test_a_manager_assigns_a_customer_from_one_person_to_another():
    given(OWNED_BY_ANN).when(assign, **BY_MAY, to="bob", hold=Hold("ann"), at=EVENING).then(
        ASSIGNED_TO_BOB
    )


def test_a_manager_assigns_a_customer_out_of_a_pool():
    given(IN_POOL).when(assign, **BY_MAY, to="bob", hold=Hold(None), at=EVENING).then(
        CustomerAssigned("c1", "bob", "may", None, EVENING)
    )


def test_assigning_to_the_present_owner_changes_nothing():
    given(OWNED_BY_ANN).when(assign, **BY_MAY, to="ann", hold=Hold("ann"), at=NOON).then()


def test_a_salesperson_assigns_nothing():
    given(OWNED_BY_ANN).when(
        assign, **BY_MAY | {"asker": ANN}, to="bob", hold=Hold("ann"), at=NOON
    ).refused(Forbidden, "role-not-allowed")


def test_other_roles_release_nothing():
    given(IN_POOL).when(release, asker=CLERK, hold=Hold(None), **GIVING_UP).refused(
        Forbidden, "role-not-allowed"
    )


def test_a_commit_that_was_made_for_another_owner_is_made_anew():
    given(OWNED_BY_ANN).when(release, asker=ANN, hold=Hold(None), **GIVING_UP).rejected(
        "owner-moved"
    )
    given(OWNED_BY_ANN).when(assign, **BY_MAY, to="cy", hold=Hold("bob"), at=NOON).rejected(
        "owner-moved"
    )


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


TAKING_BACK = {"reason": "no progress", "hold": Hold("ann"), "at": EVENING}
NORTH = Into("north")


def test_a_manager_withdraws_a_customer_into_a_pool():
    back = CustomerWithdrawn("c1", "may", "no progress", "north", "ann", EVENING)
    given(OWNED_BY_ANN).when(withdraw, MAY, Pool(), into=NORTH, **TAKING_BACK).then(back)
    lying = TAKING_BACK | {"hold": Hold(None)}
    given(IN_POOL).when(withdraw, MAY, Pool(), into=Into("public"), **lying).then()
    given(IN_POOL).when(withdraw, MAY, Pool(), into=NORTH, **lying).rejected("in-pool")


def test_an_admin_of_the_pool_withdraws_what_came_from_it_and_into_it_only():
    run_by_bob = Pool("public", admins=frozenset({"bob"}))
    back = CustomerWithdrawn("c1", "bob", "no progress", "public", "ann", EVENING)
    public = Into("public")
    given(OWNED_BY_ANN).when(withdraw, BOB, run_by_bob, into=public, **TAKING_BACK).then(back)
    given(OWNED_BY_ANN).when(withdraw, BOB, run_by_bob, into=NORTH, **TAKING_BACK).refused(
        Forbidden, "role-not-allowed"
    )


def test_others_withdraw_nothing_and_learn_nothing():
    public = Into("public")
    given(OWNED_BY_ANN).when(withdraw, ANN, Pool(), into=public, **TAKING_BACK).refused(
        Forbidden, "role-not-allowed"
    )
    given(OWNED_BY_ANN).when(withdraw, BOB, Pool(), into=public, **TAKING_BACK).refused(
        NotFound, "not-found"
    )


def test_an_admin_of_the_pool_assigns_out_of_it_and_nothing_else():
    run_by_bob = Pool("public", admins=frozenset({"bob"}))
    by_bob = {"asker": BOB, "pool": run_by_bob, "terms": PUBLIC, "to": "ann", "at": EVENING}
    given(IN_POOL).when(assign, hold=Hold(None), **by_bob).then(
        CustomerAssigned("c1", "ann", "bob", None, EVENING)
    )
    given(OWNED_BY_ANN).when(assign, hold=Hold("ann"), **by_bob | {"to": "bob"}).refused(
        Forbidden, "role-not-allowed"
    )


@pytest.mark.parametrize("verb", [release, withdraw])
def test_nothing_goes_into_a_pool_that_is_not_there(verb):
    nowhere = {"into": Into("nrth", False, ("public",))}
    how = TAKING_BACK | ({"pool": Pool()} if verb is withdraw else {})
    given(OWNED_BY_ANN).when(verb, MAY, **how, **nowhere).refused(Invalid, "invalid")


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
