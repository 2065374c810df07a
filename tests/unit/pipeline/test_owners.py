from kernel.testing import project
from services.customer.events import (
    CustomerArchived,
    CustomerRestored,
    PoolAdminsSet,
    PoolMembersSet,
)
from services.pipeline.owners import OWNER, Standing, find, standing
from tests.unit.known import Known
from tests.unit.pipeline.examples import (
    ASSIGNED_TO_BOB,
    CLAIMED_BY_ANN,
    IN_POOL,
    NOON,
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


def test_what_is_archived_is_known_as_its_owners_of_then():
    archived = CustomerArchived("c1", "ann", "closed", "ann", None, NOON)
    restored = CustomerRestored("c1", "ann", "ann", None, NOON)

    away = after(OWNED_BY_ANN, archived)
    assert (away.owner, away.archived, away.kept_for) == (None, True, "ann")
    back = after(OWNED_BY_ANN, archived, restored)
    assert (back.owner, back.archived, back.kept_for) == ("ann", False, None)


def test_the_members_of_a_pool_are_those_named_and_its_admins():
    members = PoolMembersSet("public", ("ann",), "may", NOON)
    admins = PoolAdminsSet("public", ("cy",), "may", NOON)
    everybody = PoolMembersSet("public", None, "may", NOON)

    assert find(Known(IN_POOL), "c1").members is None
    assert find(Known(IN_POOL, members), "c1").members == {"ann"}
    assert find(Known(members, admins, IN_POOL), "c1").members == {"ann", "cy"}
    assert find(Known(IN_POOL, members, everybody), "c1").members is None
    assert find(Known(OWNED_BY_ANN, members), "c1").members is None
    assert not find(Known(members), "c1").known
