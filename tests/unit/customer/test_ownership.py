"""How a customer changes hands: claimed, released, assigned."""

from zoneinfo import ZoneInfo

from kernel import Forbidden, NotFound
from kernel.rfc3339 import dump_time
from kernel.testing import specify
from services.customer.customer import CUSTOMER, Hold
from services.customer.events import (
    CustomerAssigned,
    CustomerReleased,
)
from services.customer.ownership import (
    assign,
    claim,
    release,
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
