"""Role by relation by verb: all of them, so that none is forgotten."""

import pytest

from kernel import Forbidden, Invalid, NotFound, Refusal
from services.customer import rights
from services.customer.customer import CUSTOMER
from services.customer.ownership import assign, release
from services.customer.pool import Into, Pool
from tests.unit.customer.examples import ASSIGNED_TO_BOB, IN_POOL, NOON, OWNED_BY_ANN
from tests.unit.customer.test_ownership import PUBLIC
from tests.unit.people import ANN, CLERK, MAY, ROOT

HISTORY = {"own": [OWNED_BY_ANN], "pool": [IN_POOL], "foreign": [OWNED_BY_ANN, ASSIGNED_TO_BOB]}
DONE, FORBIDDEN, UNKNOWN = "done", Forbidden, NotFound
VERBS = {
    "release": lambda state, asker: release(state, asker, "why", Into("public"), state.hold, NOON),
    "assign": lambda state, asker: assign(state, asker, Pool(), PUBLIC, "cy", state.hold, NOON),
}
MATRIX = [
    (ANN, "release", "own", DONE),
    (ANN, "release", "pool", DONE),  # it lies there already
    (ANN, "release", "foreign", UNKNOWN),
    (ANN, "assign", "own", FORBIDDEN),
    (ANN, "assign", "pool", FORBIDDEN),
    (ANN, "assign", "foreign", FORBIDDEN),
    *[(MAY, verb, relation, DONE) for verb in VERBS for relation in HISTORY],
    *[(ROOT, verb, relation, DONE) for verb in VERBS for relation in HISTORY],
    *[(CLERK, verb, relation, FORBIDDEN) for verb in VERBS for relation in HISTORY],
]


@pytest.mark.parametrize(("asker", "verb", "relation", "outcome"), MATRIX)
def test_who_may_do_what_to_whose_customer(asker, verb, relation, outcome):
    state = CUSTOMER.fold(HISTORY[relation])

    found = DONE
    try:
        VERBS[verb](state, asker)
    except Refusal as refusal:
        found = type(refusal)

    assert found is outcome


@pytest.mark.parametrize(
    ("asker", "relation", "seen"),
    [
        (ANN, "own", True), (ANN, "pool", True), (ANN, "foreign", False),
        (MAY, "own", True), (MAY, "pool", True), (MAY, "foreign", True),
        (ROOT, "foreign", True), (CLERK, "pool", False), (CLERK, "foreign", False),
    ],
)  # fmt: skip
def test_who_sees_whose_customer(asker, relation, seen):
    assert rights.sees(asker, CUSTOMER.fold(HISTORY[relation]), NOON) is seen


@pytest.mark.parametrize(
    ("asker", "owner", "pool", "holder"),
    [
        (ANN, None, None, "ann"), (ANN, "ann", None, "ann"), (ANN, None, "public", None),
        (ANN, "bob", None, Forbidden), (ANN, "ann", "public", Invalid),
        (MAY, None, None, "may"), (MAY, "bob", None, "bob"), (MAY, None, "public", None),
        (MAY, "bob", "public", Invalid), (ROOT, "bob", None, "bob"), (CLERK, None, None, Forbidden),
    ],
)  # fmt: skip
def test_who_holds_a_new_customer(asker, owner, pool, holder):
    if isinstance(holder, type):
        with pytest.raises(holder):
            rights.first_owner(asker, owner, pool)
    else:
        assert rights.first_owner(asker, owner, pool) == holder
