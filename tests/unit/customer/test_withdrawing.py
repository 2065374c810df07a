"""Who takes a customer back, and what admins of a pool may do with what came from it."""

import pytest

from kernel import Forbidden, Invalid, NotFound
from services.customer.customer import Hold
from services.customer.events import (
    CustomerAssigned,
    CustomerWithdrawn,
)
from services.customer.ownership import (
    assign,
    release,
    withdraw,
)
from services.customer.pool import Into, Pool
from tests.unit.customer.examples import (
    EVENING,
    IN_POOL,
    OWNED_BY_ANN,
)
from tests.unit.customer.test_ownership import PUBLIC, given
from tests.unit.people import ANN, BOB, MAY

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
