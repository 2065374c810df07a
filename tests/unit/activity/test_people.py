"""Who leads whom, by what the gateway has told of people and teams."""

from datetime import UTC, datetime

import pytest

from gateway.events import (
    PersonAdded,
    PersonDeactivated,
    PersonMoved,
    PersonReactivated,
    PersonRenamed,
    RoleGiven,
    TeamDissolved,
    TeamFormed,
    TeamMoved,
    TeamRenamed,
    VisibilityGiven,
)
from kernel import Rejected
from services.activity.people import Person, gone, leaders, members, person
from services.staff import require_active
from tests.unit.known import Known

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def hired(login, role="sales", team=None, visibility=None):
    sees = visibility or {"sales": "own"}.get(role, "all")
    return PersonAdded(login, login.title(), role, sees, team, "root", NOON)


def formed(team, parent=None):
    return TeamFormed(team, team, parent, "root", NOON)


COMPANY = (
    formed("sales"),
    formed("east", "sales"),
    formed("west", "sales"),
    hired("root", "admin"),
    hired("may", "manager", "sales"),
    hired("eve", "manager", "east", "team"),
    hired("ann", team="east"),
    hired("bob", team="west"),
    hired("cy"),
)


def after(*events):
    return Known(*COMPANY, *events)


def test_a_person_is_what_was_said_last():
    moved = after(
        PersonMoved("ann", "west", "east", "root", NOON),
        RoleGiven("ann", "manager", "sales", "root", NOON),
        VisibilityGiven("ann", "team", "own", "root", NOON),
        PersonRenamed("ann", "Anna", "root", NOON),
    )

    assert person(after(), "ann") == Person("ann", True, True, "sales", "own", "east")
    assert person(moved, "ann") == Person("ann", True, True, "manager", "team", "west")


def test_who_is_not_in_the_organisation_is_active_and_leads_nobody():
    script = person(after(), "script")

    assert script == Person("script", known=False, active=True)
    assert leaders(after(), "script") == [["root"]]
    assert not script.leads


def test_the_next_leader_comes_first_then_those_above():
    assert leaders(after(), "ann") == [["eve"], ["may"], ["root"]]
    assert leaders(after(), "bob") == [["may"], ["root"]]
    assert leaders(after(), "eve") == [["may"], ["root"]]
    assert leaders(after(), "cy") == [["root"]]
    assert leaders(after(), "root") == []


@pytest.mark.parametrize(
    "event",
    [
        PersonDeactivated("eve", "left", "root", NOON),
        PersonMoved("eve", "west", "east", "root", NOON),
        RoleGiven("eve", "sales", "manager", "root", NOON),
        VisibilityGiven("eve", "own", "team", "root", NOON),
    ],
)
def test_who_has_left_moved_or_sees_only_their_own_leads_no_more(event):
    assert leaders(after(event), "ann") == [["may"], ["root"]]


def test_a_team_that_moves_is_led_by_others():
    moved = TeamMoved("east", None, "sales", "root", NOON)

    assert leaders(after(moved), "ann") == [["eve"], ["root"]]
    assert leaders(after(TeamRenamed("east", "East", "root", NOON)), "ann")[1] == ["may"]


def test_a_team_that_was_dissolved_belongs_to_none():
    assert members(after(TeamDissolved("east", "root", NOON)), "sales") == {"may", "bob"}


def test_a_team_has_the_people_of_those_below_it_too():
    assert members(after(), "sales") == {"may", "eve", "ann", "bob"}
    assert members(after(PersonDeactivated("ann", "left", "may", NOON)), "east") == {"eve", "ann"}
    assert members(after(), "none") == set()


def test_a_circle_of_teams_that_should_not_be_is_no_endless_one():
    circle = after(TeamMoved("sales", "east", None, "root", NOON))

    assert leaders(circle, "bob") == [["may"], ["eve"], ["root"]]
    assert members(circle, "east") == {"may", "eve", "ann", "bob"}


def test_who_has_been_deactivated_receives_nothing_until_they_are_back():
    left = after(PersonDeactivated("ann", "left", "root", NOON))

    assert gone(left, ["ann", "bob", "script"]) == {"ann"}
    assert gone(left, []) == set()
    with pytest.raises(Rejected, match="person-deactivated"):
        require_active(gone(left, ["ann"]))
    left.hear(PersonReactivated("ann", "root", NOON))
    require_active(gone(left, ["ann"]))
