from kernel.testing import project
from services.pipeline.owners import OWNER, Standing, standing
from tests.unit.pipeline.examples import (
    ASSIGNED_TO_BOB,
    CLAIMED_BY_ANN,
    IN_POOL,
    OWNED_BY_ANN,
    RELEASED,
)


def after(*events):
    return standing(project(OWNER, *events).get("c1"))


def test_a_customer_never_heard_of_is_unknown():
    assert after() == Standing(known=False, owner=None)


def test_the_owner_is_who_registered_claimed_or_was_given_it_last():
    assert after(OWNED_BY_ANN) == Standing(known=True, owner="ann", position=1)
    assert after(IN_POOL, CLAIMED_BY_ANN) == Standing(known=True, owner="ann", position=2)
    assert after(IN_POOL, CLAIMED_BY_ANN, ASSIGNED_TO_BOB) == Standing(
        known=True, owner="bob", position=3
    )


def test_a_customer_in_a_pool_is_known_and_nobody_s():
    assert after(IN_POOL) == Standing(known=True, owner=None, position=1)
    assert after(OWNED_BY_ANN, RELEASED) == Standing(known=True, owner=None, position=2, released=2)


def test_the_last_release_is_remembered_by_its_position():
    assert after(OWNED_BY_ANN, RELEASED, CLAIMED_BY_ANN).released == 2
