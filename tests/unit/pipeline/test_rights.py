"""Role by relation: all of them, so that none is forgotten."""

import pytest

from kernel import Forbidden, NotFound, Refusal, Rejected
from services.pipeline import rights
from tests.unit.people import ANN, CLERK, MAY, ROOT
from tests.unit.pipeline.examples import (
    ANNS,
    BOBS,
    BOBS_AWAY,
    FREE,
    NOON,
    NORTHERN,
    POOLS_AWAY,
    PUT_AWAY,
    SOUTHERN,
    UNHEARD,
)

RELATIONS = {"own": ANNS, "foreign": BOBS, "pool": FREE, "unheard": UNHEARD}
DONE = None


def outcome(require, *args):
    try:
        require(*args)
    except Refusal as refusal:
        return type(refusal)
    return DONE


@pytest.mark.parametrize(
    ("asker", "relation", "works", "climbs"),
    [
        (ANN, "own", DONE, DONE),
        (ANN, "foreign", NotFound, NotFound),
        (ANN, "pool", Rejected, Rejected),
        (ANN, "unheard", NotFound, NotFound),
        (MAY, "own", DONE, DONE),
        (MAY, "foreign", DONE, DONE),
        (MAY, "pool", DONE, Rejected),
        (MAY, "unheard", NotFound, NotFound),
        (ROOT, "foreign", DONE, DONE),
        (ROOT, "pool", DONE, Rejected),
        (ROOT, "unheard", NotFound, NotFound),
        *[(CLERK, relation, Forbidden, Forbidden) for relation in RELATIONS],
    ],
)
def test_who_works_on_whose_customer(asker, relation, works, climbs):
    customer = RELATIONS[relation]

    assert outcome(rights.require_work_on, asker, customer, "c1", NOON) is works
    assert outcome(rights.require_climb, asker, customer, "c1", NOON) is climbs
    assert rights.climbs(asker, customer, NOON) is (climbs is DONE)


@pytest.mark.parametrize(
    ("asker", "owner", "works"),
    [
        (ANN, "ann", True),
        (ANN, "bob", False),
        (MAY, "bob", True),
        (ROOT, "bob", True),
        (CLERK, "bob", False),
        (CLERK, "clerk", False),
    ],
)
def test_who_works_on_whose_deal(asker, owner, works):
    assert rights.works_on_deal(asker, owner) is works


@pytest.mark.parametrize(
    ("asker", "times", "allowed"),
    [
        (ANN, (None, None), DONE),
        (ANN, (NOON, None), Forbidden),
        (ANN, (None, NOON), Forbidden),
        (MAY, (NOON, NOON), DONE),
    ],
)
def test_who_tells_when_something_happened(asker, times, allowed):
    assert outcome(rights.require_own_time, asker, *times) is allowed


@pytest.mark.parametrize(
    ("asker", "customer", "found"),
    [
        (ANN, FREE, "in-pool"), (ANN, NORTHERN, "in-pool"), (ANN, SOUTHERN, "not-found"),
        (ANN, PUT_AWAY, "archived"), (ANN, BOBS_AWAY, "not-found"), (ANN, POOLS_AWAY, "archived"),
        *[(lead, away, "archived") for lead in (MAY, ROOT) for away in (PUT_AWAY, POOLS_AWAY)],
    ],
)  # fmt: skip
def test_what_nobody_has_exists_for_members_of_its_pool_or_who_had_it(asker, customer, found):
    with pytest.raises(Refusal) as refused:
        rights.require_work_on(asker, customer, "c1", NOON)
    assert refused.value.slug == found
