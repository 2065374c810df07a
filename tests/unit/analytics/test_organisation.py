from gateway.events import (
    PersonAdded,
    PersonDeactivated,
    PersonMoved,
    PersonReactivated,
    PersonRenamed,
    RoleGiven,
    VisibilityGiven,
)
from kernel.testing import project
from services.analytics.organisation import STAFF
from tests.unit.analytics.examples import NOON

ANN = PersonAdded("ann", "Wang Ann", "sales", "own", "t1", "root", NOON)


def test_who_works_here_is_known_as_they_are_now():
    [row] = project(
        STAFF,
        ANN,
        PersonRenamed("ann", "Li Ann", "root", NOON),
        PersonMoved("ann", "t2", "t1", "root", NOON),
        RoleGiven("ann", "manager", "sales", "root", NOON),
        VisibilityGiven("ann", "team", "own", "root", NOON),
    ).values()
    assert row == {
        "_id": "ann", "name": "Li Ann", "role": "manager", "team": "t2", "active": True,
    }  # fmt: skip


def test_who_has_left_is_not_active_until_they_are_back():
    left = PersonDeactivated("ann", "moved away", "root", NOON)
    assert project(STAFF, ANN, left)["ann"]["active"] is False
    back = PersonReactivated("ann", "root", NOON)
    assert project(STAFF, ANN, left, back)["ann"]["active"] is True
