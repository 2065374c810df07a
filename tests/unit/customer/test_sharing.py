"""A second owner and collaborators: named, for a time, and gone with the owner."""

from datetime import timedelta

import pytest

from kernel import Forbidden, NotFound
from kernel.testing import specify
from services.customer import rights
from services.customer.customer import CUSTOMER
from services.customer.events import (
    CollaboratorAdded,
    CollaboratorRemoved,
    CustomerRecycled,
    SecondOwnerNamed,
)
from services.customer.sharing import (
    MOST,
    add_collaborator,
    name_second_owner,
    remove_collaborator,
)
from tests.unit.customer.examples import (
    ASSIGNED_TO_BOB,
    EVENING,
    IN_POOL,
    NOON,
    OWNED_BY_ANN,
    RELEASED_BY_ANN,
)
from tests.unit.people import ANN, BOB, CLERK, MAY

given = specify(CUSTOMER)
WITH_BOB = SecondOwnerNamed("c1", "bob", None, "ann", NOON)
HELPED_BY_BOB = CollaboratorAdded("c1", "bob", EVENING, "ann", NOON)
RECYCLED = CustomerRecycled("c1", "public", "ann", "silence", 30, "public", 1, NOON, NOON)
SHARING = {
    "second owner": lambda state, asker: name_second_owner(state, asker, "cy", NOON),
    "collaborator": lambda state, asker: add_collaborator(state, asker, "cy", None, NOON),
}


def test_the_owner_names_a_second_one_and_takes_the_name_back():
    given(OWNED_BY_ANN).when(name_second_owner, ANN, "bob", NOON).then(WITH_BOB)
    given(OWNED_BY_ANN, WITH_BOB).when(name_second_owner, ANN, "bob", NOON).then()
    given(OWNED_BY_ANN, WITH_BOB).when(name_second_owner, ANN, None, NOON).then(
        SecondOwnerNamed("c1", None, "bob", "ann", NOON)
    )


@pytest.mark.parametrize("share", SHARING.values(), ids=SHARING)
def test_who_may_share_a_customer(share):
    owned = CUSTOMER.fold([OWNED_BY_ANN])
    shared = CUSTOMER.fold([OWNED_BY_ANN, WITH_BOB])

    assert share(owned, ANN)
    assert share(owned, MAY)
    with pytest.raises(NotFound):
        share(owned, BOB)
    with pytest.raises(Forbidden, match="not-yours"):
        share(shared, BOB)
    with pytest.raises(Forbidden, match="role-not-allowed"):
        share(owned, CLERK)


def test_what_lies_in_a_pool_is_shared_with_nobody():
    given(IN_POOL).when(name_second_owner, ANN, "bob", NOON).rejected("in-pool")
    given(IN_POOL).when(add_collaborator, MAY, "bob", None, NOON).rejected("in-pool")


def test_an_owner_is_not_also_the_second():
    given(OWNED_BY_ANN).when(name_second_owner, MAY, "ann", NOON).rejected("owner-already")
    given(OWNED_BY_ANN).when(add_collaborator, MAY, "ann", None, NOON).rejected("owner-already")


def test_a_collaborator_sees_the_customer_until_the_end():
    shared = CUSTOMER.fold([OWNED_BY_ANN, HELPED_BY_BOB])

    assert rights.sees(BOB, shared, EVENING - timedelta(seconds=1))
    assert not rights.sees(BOB, shared, EVENING)
    assert not rights.sees(BOB, CUSTOMER.fold([OWNED_BY_ANN]), NOON)


def test_adding_somebody_again_gives_another_end():
    given(OWNED_BY_ANN, HELPED_BY_BOB).when(add_collaborator, ANN, "bob", EVENING, NOON).then()
    given(OWNED_BY_ANN, HELPED_BY_BOB).when(add_collaborator, ANN, "bob", None, NOON).then(
        CollaboratorAdded("c1", "bob", None, "ann", NOON)
    )


def test_few_share_a_customer_but_whose_time_is_over_does_not_count():
    others = [CollaboratorAdded("c1", f"p{n}", EVENING, "ann", NOON) for n in range(MOST)]

    given(OWNED_BY_ANN, *others).when(add_collaborator, ANN, "bob", None, NOON).rejected(
        "too-many-collaborators", most=MOST
    )
    given(OWNED_BY_ANN, *others).when(add_collaborator, ANN, "bob", None, EVENING).then(
        CollaboratorAdded("c1", "bob", None, "ann", EVENING)
    )


def test_a_collaborator_goes_by_themselves_or_is_taken_away():
    gone = CollaboratorRemoved("c1", "bob", "bob", NOON)
    given(OWNED_BY_ANN, HELPED_BY_BOB).when(remove_collaborator, BOB, "bob", NOON).then(gone)
    given(OWNED_BY_ANN, HELPED_BY_BOB).when(remove_collaborator, ANN, "bob", NOON).then(
        CollaboratorRemoved("c1", "bob", "ann", NOON)
    )
    given(OWNED_BY_ANN, HELPED_BY_BOB, gone).when(remove_collaborator, ANN, "bob", NOON).then()


def test_nobody_takes_another_collaborator_away():
    also_cy = CollaboratorAdded("c1", "cy", None, "ann", NOON)
    given(OWNED_BY_ANN, HELPED_BY_BOB, also_cy).when(remove_collaborator, BOB, "cy", NOON).refused(
        Forbidden, "not-yours"
    )


@pytest.mark.parametrize("let_go", [RELEASED_BY_ANN, RECYCLED])
def test_with_its_owner_a_customer_loses_everybody_who_shared_it(let_go):
    customer = CUSTOMER.fold([OWNED_BY_ANN, WITH_BOB, HELPED_BY_BOB, let_go])

    assert (customer.second_owner, customer.collaborators) == (None, {})


def test_assigned_to_somebody_else_it_keeps_who_shared_it():
    customer = CUSTOMER.fold([OWNED_BY_ANN, HELPED_BY_BOB, ASSIGNED_TO_BOB])

    assert customer.collaborators == {"bob": EVENING}
