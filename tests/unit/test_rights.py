"""Role by relation: all of them, so that none is forgotten."""

from datetime import UTC, datetime

import pytest

from kernel import Forbidden, NotFound, Refusal, Rejected
from services import rights
from tests.unit.outcomes import DONE, outcome
from tests.unit.people import ANN, CLERK, MAY, ROOT
from tests.unit.standings import (
    ANNS,
    BOBS,
    BOBS_AWAY,
    FREE,
    NORTHERN,
    POOLS_AWAY,
    PUT_AWAY,
    SOUTHERN,
    UNHEARD,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RELATIONS = {"own": ANNS, "foreign": BOBS, "pool": FREE, "unheard": UNHEARD}


@pytest.mark.parametrize(
    ("asker", "relation", "found"),
    [
        (ANN, "own", DONE), (ANN, "foreign", NotFound), (ANN, "pool", Rejected),
        (ANN, "unheard", NotFound),
        *[(lead, known, DONE) for lead in (MAY, ROOT) for known in ("own", "foreign", "pool")],
        *[(lead, "unheard", NotFound) for lead in (MAY, ROOT)],
        *[(CLERK, relation, Forbidden) for relation in RELATIONS],
    ],
)  # fmt: skip
def test_who_works_on_whose_customer(asker, relation, found):
    customer = RELATIONS[relation]

    assert outcome(rights.require_work_on, asker, customer, "c1", NOON) is found
    assert rights.works_on(asker, customer, NOON) is (found is DONE)


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
