"""Who follows a customer up beside its owner, as whoever sees the customer is told."""

from kernel.testing import project
from services.analytics.asker import Asker
from services.analytics.directory import DIRECTORY, shown
from services.customer.events import CollaboratorAdded, SecondOwnerNamed
from tests.unit.analytics.examples import DAY, NOON, registered, released

SECOND = SecondOwnerNamed("c1", "bob", None, "ann", NOON)
FOR_GOOD = CollaboratorAdded("c1", "cy", None, "ann", NOON)
FOR_A_DAY = CollaboratorAdded("c1", "dora", NOON + DAY, "ann", NOON)


def seen(*events, at=NOON):
    row = project(DIRECTORY, registered(), *events)["c1"]
    return shown(row, Asker("ann", frozenset({"ann"}), True, at))


def test_second_owner_and_collaborators_are_shown():
    found = seen(SECOND, FOR_GOOD, FOR_A_DAY)

    assert found["second_owner"] == "bob"
    assert found["collaborators"] == [
        {"person": "cy", "until": None},
        {"person": "dora", "until": "2026-01-06T04:00:00Z"},
    ]


def test_whose_share_has_run_out_is_not_shown():
    assert [one["person"] for one in seen(FOR_GOOD, FOR_A_DAY, at=NOON + DAY)["collaborators"]] == [
        "cy"
    ]


def test_in_a_pool_nobody_shares_it():
    found = seen(SECOND, FOR_GOOD, released())

    assert (found["second_owner"], found["collaborators"]) == (None, [])
