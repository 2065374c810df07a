from kernel.testing import project
from services.activity.owners import OWNER, Standing, standing
from tests.unit.pipeline.examples import (
    ASSIGNED_TO_BOB,
    CLAIMED_BY_ANN,
    IN_POOL,
    OWNED_BY_ANN,
    RELEASED,
)


def after(*events):
    return standing(project(OWNER, *events).get("c1"))


def test_the_owner_is_who_registered_claimed_or_was_given_it_last():
    assert after() == Standing(known=False)
    assert after(IN_POOL) == Standing(known=True, owner=None)
    assert after(OWNED_BY_ANN) == Standing(known=True, owner="ann")
    assert after(IN_POOL, CLAIMED_BY_ANN) == Standing(known=True, owner="ann")
    assert after(OWNED_BY_ANN, ASSIGNED_TO_BOB) == Standing(known=True, owner="bob")
    assert after(OWNED_BY_ANN, RELEASED) == Standing(known=True, owner=None)
