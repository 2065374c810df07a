from dataclasses import replace

from kernel.testing import project, recorded
from services.activity.owners import OWNER, POOLS, Standing, find, find_many, standing
from services.customer.events import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    CustomerArchived,
    CustomerEdited,
    CustomerRestored,
    PoolAdminsSet,
    PoolClosed,
    PoolMembersSet,
    PoolOpened,
    PrimaryContactNamed,
)
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
    found = standing(project(OWNER, *events).get("c1"))
    return replace(found, position=0, name="")  # those have tests of their own


def test_the_owner_is_who_registered_claimed_or_was_given_it_last():
    assert after() == Standing(known=False)
    assert after(IN_POOL) == Standing(known=True, owner=None)
    assert after(OWNED_BY_ANN) == Standing(known=True, owner="ann")
    assert after(IN_POOL, CLAIMED_BY_ANN) == Standing(known=True, owner="ann")
    assert after(OWNED_BY_ANN, ASSIGNED_TO_BOB) == Standing(known=True, owner="bob")
    assert after(OWNED_BY_ANN, RELEASED) == Standing(known=True, owner=None)


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


def test_the_newest_ownership_has_its_place_in_the_log_of_customers():
    rows = project(OWNER, recorded(IN_POOL, 5), recorded(CLAIMED_BY_ANN, 9), recorded(EDITED, 12))
    assert standing(rows["c1"]).position == 9


EDITED = CustomerEdited(customer_id="c1", changed=("name",), by="ann", at=NOON, name="杭州茶庄")
LI = {"customer_id": "c1", "contact_id": "p1", "by": "ann", "at": NOON}
WANG = LI | {"contact_id": "p2"}


def test_the_customer_and_the_people_there_are_called_as_they_were_called_last():
    added = [ContactAdded(**LI, name="李雷"), ContactAdded(**WANG, name="王刚")]
    renamed = ContactEdited(**LI, name="李蕾", changed=("name",))
    primary = PrimaryContactNamed("c1", "p2", "ann", NOON)

    known = standing(project(OWNER, OWNED_BY_ANN, *added, primary, EDITED, renamed)["c1"])
    assert (known.name, known.primary) == ("杭州茶庄", "p2")
    assert known.contacts == {"p1": "李蕾", "p2": "王刚"}
    gone = ContactRemoved("c1", "p1", "ann", NOON)
    left = standing(project(OWNER, OWNED_BY_ANN, *added, gone)["c1"])
    assert (left.name, left.contacts) == (OWNED_BY_ANN.name, {"p2": "王刚"})


def test_a_pool_is_open_from_its_opening_until_it_is_closed():
    opened, closed = PoolOpened("north", "北方", "may", NOON), PoolClosed("north", "may", NOON)
    rows = project(POOLS, opened, PoolMembersSet("north", ("ann",), "may", NOON))
    assert rows["north"] == {"_id": "north", "open": True, "members": ["ann"]}
    assert project(POOLS, opened, closed)["north"]["open"] is False


def test_several_are_found_as_each_would_be_by_itself():
    known = Known(IN_POOL, PoolMembersSet("public", ("ann",), "may", NOON))
    assert find_many(known, ["c1", "c2"]) == {"c1": find(known, "c1"), "c2": Standing()}
    assert find_many(known, ["c1"])["c1"].members == {"ann"}
