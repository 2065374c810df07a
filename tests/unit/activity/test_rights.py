"""Role by relation: all of them, so that none is forgotten."""

import pytest

from kernel import Forbidden, NotFound, Refusal, Rejected
from services.activity import rights
from tests.unit.activity.examples import (
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
from tests.unit.people import ANN, CLERK, MAY, ROOT

RELATIONS = {"own": ANNS, "foreign": BOBS, "pool": FREE, "unheard": UNHEARD}
DONE = None


def outcome(require, *args):
    try:
        require(*args)
    except Refusal as refusal:
        return type(refusal)
    return DONE


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
def test_who_logs_about_whose_customer(asker, relation, found):
    assert outcome(rights.require_work_on, asker, RELATIONS[relation], "c1", NOON) is found


@pytest.mark.parametrize(
    ("asker", "author", "at", "found"),
    [
        (ANN, None, None, DONE), (ANN, "ann", None, DONE), (ANN, "bob", None, Forbidden),
        (ANN, None, NOON, Forbidden), (ANN, "ann", NOON, Forbidden),
        (MAY, "bob", NOON, DONE), (ROOT, "bob", None, DONE), (CLERK, "bob", None, Forbidden),
    ],
)  # fmt: skip
def test_who_names_another_author_or_another_time(asker, author, at, found):
    assert outcome(rights.require_may_import, asker, author, at) is found


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
