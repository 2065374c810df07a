"""Who may write down what another did, or what was done before."""

import pytest

from kernel import Forbidden
from services.activity import rights
from tests.unit.activity.examples import NOON
from tests.unit.outcomes import DONE, outcome
from tests.unit.people import ANN, CLERK, MAY, ROOT


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
