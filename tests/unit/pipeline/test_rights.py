"""Who lets a customer climb, works on a deal, and tells of the past."""

import pytest

from kernel import Forbidden, NotFound, Rejected
from services.pipeline import rights
from tests.unit.outcomes import DONE, outcome
from tests.unit.people import ANN, CLERK, MAY, ROOT
from tests.unit.pipeline.examples import ANNS, BOBS, FREE, NOON, UNHEARD

RELATIONS = {"own": ANNS, "foreign": BOBS, "pool": FREE, "unheard": UNHEARD}


@pytest.mark.parametrize(
    ("asker", "relation", "found"),
    [
        (ANN, "own", DONE),
        (ANN, "foreign", NotFound),
        (ANN, "pool", Rejected),
        (ANN, "unheard", NotFound),
        (MAY, "own", DONE),
        (MAY, "foreign", DONE),
        (MAY, "pool", Rejected),
        (MAY, "unheard", NotFound),
        (ROOT, "foreign", DONE),
        (ROOT, "pool", Rejected),
        (ROOT, "unheard", NotFound),
        *[(CLERK, relation, Forbidden) for relation in RELATIONS],
    ],
)
def test_on_whose_ladder_who_climbs(asker, relation, found):
    customer = RELATIONS[relation]

    assert outcome(rights.require_climb, asker, customer, "c1", NOON) is found
    assert rights.climbs(asker, customer, NOON) is (found is DONE)


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
