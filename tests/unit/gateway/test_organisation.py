"""People and teams: what may be said of them, and who sees whose records because of it."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway import callers, staffing, teaming
from gateway.account import Account, require_no_demotion
from gateway.events import (
    ExportRightGiven,
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
from gateway.organisation import ORGANISATION
from gateway.tokens import Caller, Unauthorised
from kernel import NotFound, Rejected
from kernel.testing import specify

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
HOW = {"by": "root", "at": NOON}
SALES = TeamFormed("sales", "销售部", None, "root", NOON)
EAST = TeamFormed("east", "华东组", "sales", "root", NOON)
WEST = TeamFormed("west", "西部组", "sales", "root", NOON)
TEAMS = (SALES, EAST, WEST)
ROOT = PersonAdded("root", "Root", "admin", "all", None, "root", NOON)
MAY = PersonAdded("may", "梅", "manager", "team", "sales", "root", NOON)
ANN = PersonAdded("ann", "安", "sales", "own", "east", "root", NOON)
BOB = PersonAdded("bob", "波", "sales", "team", "east", "root", NOON)
CY = PersonAdded("cy", "崔", "sales", "own", "west", "root", NOON)
EVERYBODY = (*TEAMS, ROOT, MAY, ANN, BOB, CY)
SEES_ALL = VisibilityGiven("ann", "all", "own", "root", NOON)
LEFT = PersonDeactivated("ann", "moved away", "root", NOON)


def organisation(*events):
    return specify(ORGANISATION)(*events)


@pytest.mark.parametrize(
    ("role", "visibility", "sees"),
    [("sales", None, "own"), ("manager", None, "all"), ("manager", "team", "team")],
)
def test_a_new_person_sees_what_is_usual_for_the_role_unless_told(role, visibility, sees):
    organisation(*TEAMS).when(staffing.add, "ann", None, role, visibility, "east", **HOW).then(
        PersonAdded("ann", "ann", role, sees, "east", "root", NOON)
    )


def test_a_login_belongs_to_one_person_for_ever():
    organisation(*EVERYBODY, LEFT).when(
        staffing.add, "ann", None, "sales", None, None, **HOW
    ).rejected("already-exists")


@pytest.mark.parametrize("login", ["Ann", "ANN", "ａｎｎ"])
def test_nobody_has_a_login_that_reads_like_somebody_elses(login):
    organisation(*EVERYBODY).when(staffing.add, login, None, "sales", None, None, **HOW).rejected(
        "already-exists"
    )


def test_to_be_added_takes_no_rights_from_the_first_administrator():
    first = Account(first=True)
    require_no_demotion(first, "admin", "admin")
    require_no_demotion(Account(), "ann", "sales")
    with pytest.raises(Rejected, match="already-exists"):
        require_no_demotion(first, "admin", "sales")


@pytest.mark.parametrize(
    ("decide", "args"),
    [
        (staffing.add, ("dan", None, "sales", None, "north")), (staffing.move, ("ann", "north")),
        (staffing.move, ("eve", "east")), (staffing.rename, ("eve", "Eve")),
        (staffing.give_role, ("eve", "admin")), (staffing.give_visibility, ("eve", "all")),
        (staffing.deactivate, ("eve", "gone")), (staffing.reactivate, ("eve",)),
        (teaming.rename, ("north", "北")), (teaming.move, ("north", None)),
        (teaming.move, ("east", "north")), (teaming.dissolve, ("north",)),
        (teaming.form, ("new", "新", "north")),
    ],
)  # fmt: skip
def test_who_or_what_is_not_there_is_not_found(decide, args):
    with pytest.raises(NotFound):
        decide(ORGANISATION.fold(EVERYBODY), *args, **HOW)


@pytest.mark.parametrize(
    ("decide", "args", "event"),
    [
        (staffing.rename, ("ann", "安娜"), PersonRenamed("ann", "安娜", "root", NOON)),
        (staffing.move, ("ann", "west"), PersonMoved("ann", "west", "east", "root", NOON)),
        (staffing.move, ("ann", None), PersonMoved("ann", None, "east", "root", NOON)),
        (staffing.give_visibility, ("ann", "all"), SEES_ALL),
        (staffing.deactivate, ("ann", "left"), PersonDeactivated("ann", "left", "root", NOON)),
        (teaming.rename, ("east", "上海组"), TeamRenamed("east", "上海组", "root", NOON)),
        (teaming.move, ("east", None), TeamMoved("east", None, "sales", "root", NOON)),
    ],
)  # fmt: skip
def test_a_change_is_one_event_and_none_when_it_was_so_already(decide, args, event):
    organisation(*EVERYBODY).when(decide, *args, **HOW).then(event)
    organisation(*EVERYBODY, event).when(decide, *args, **HOW).then()


def test_a_role_brings_its_usual_visibility():
    organisation(*EVERYBODY).when(staffing.give_role, "ann", "manager", **HOW).then(
        RoleGiven("ann", "manager", "sales", "root", NOON),
        VisibilityGiven("ann", "all", "own", "root", NOON),
    )


def test_who_left_can_come_back():
    organisation(*EVERYBODY, LEFT).when(staffing.reactivate, "ann", **HOW).then(
        PersonReactivated("ann", "root", NOON)
    )
    organisation(*EVERYBODY).when(staffing.reactivate, "ann", **HOW).then()


@pytest.mark.parametrize(
    ("decide", "args"),
    [(staffing.deactivate, ("root", "gone")), (staffing.give_role, ("root", "sales"))],
)
def test_there_is_always_an_administrator(decide, args):
    organisation(*EVERYBODY).when(decide, *args, **HOW).rejected("last-administrator")
    other = RoleGiven("may", "admin", "manager", "root", NOON)
    assert decide(ORGANISATION.fold([*EVERYBODY, other]), *args, **HOW)


def test_no_team_stands_below_itself():
    organisation(*TEAMS).when(teaming.move, "sales", "east", **HOW).rejected("circle-of-teams")
    organisation(*TEAMS).when(teaming.move, "sales", "sales", **HOW).rejected("circle-of-teams")


def test_sisters_have_different_names():
    organisation(*TEAMS).when(teaming.form, "x", "华东组", "sales", **HOW).rejected(
        "already-exists"
    )
    organisation(*TEAMS).when(teaming.rename, "west", "华东组", **HOW).rejected("already-exists")
    organisation(*TEAMS).when(teaming.form, "x", "华东组", None, **HOW).then(
        TeamFormed("x", "华东组", None, "root", NOON)
    )


def test_teams_stand_at_most_twenty_deep():
    deep = [
        TeamFormed(str(depth), str(depth), str(depth - 1) if depth else None, "root", NOON)
        for depth in range(teaming.DEEPEST)
    ]
    organisation(*deep).when(teaming.form, "x", "x", "19", **HOW).rejected("too-deep")
    assert teaming.form(ORGANISATION.fold(deep), "x", "x", "18", **HOW)


def test_only_an_empty_team_is_dissolved():
    organisation(*EVERYBODY).when(teaming.dissolve, "sales", **HOW).rejected("team-not-empty")
    organisation(*EVERYBODY).when(teaming.dissolve, "west", **HOW).rejected("team-not-empty")
    organisation(*TEAMS).when(teaming.dissolve, "west", **HOW).then(
        TeamDissolved("west", "root", NOON)
    )
    assert "west" not in ORGANISATION.fold([*TEAMS, TeamDissolved("west", "root", NOON)]).teams


def test_a_team_is_everybody_in_it_and_below_it_also_who_has_left():
    company = ORGANISATION.fold([*EVERYBODY, LEFT])

    assert company.colleagues("may") == {"may", "ann", "bob", "cy"}
    assert company.colleagues("bob") == {"ann", "bob"}
    assert company.colleagues("root") == frozenset()


def caller(user, role="sales"):
    return Caller(user, role, NOON + timedelta(hours=1))


def test_what_somebody_may_today_counts_and_not_what_the_token_says():
    admitted = callers.admit(caller("ann", "admin"), ORGANISATION.fold(EVERYBODY))

    assert (admitted.role, admitted.visibility, admitted.team) == ("sales", "own", frozenset())


def test_who_sees_a_team_is_told_who_belongs_to_it():
    assert callers.admit(caller("bob"), ORGANISATION.fold(EVERYBODY)).team == {"ann", "bob"}


def test_who_has_left_is_let_in_no_more():
    with pytest.raises(Unauthorised, match="deactivated"):
        callers.admit(caller("ann"), ORGANISATION.fold([*EVERYBODY, LEFT]))


@pytest.mark.parametrize(("role", "sees"), staffing.USUAL.items())
def test_who_is_unknown_has_what_the_token_says(role, sees):
    admitted = callers.admit(caller("eve", role), ORGANISATION.fold(EVERYBODY))

    assert (admitted.role, admitted.visibility) == (role, sees)


def test_the_members_of_a_team_are_those_of_the_teams_below_it_too():
    company = ORGANISATION.fold([*EVERYBODY, LEFT])
    assert company.members("sales") == {"may", "ann", "bob", "cy"}
    assert company.members("east") == {"ann", "bob"}
    with pytest.raises(NotFound):
        company.members("north")


def test_nobody_takes_lists_away_until_it_is_said():
    given = ExportRightGiven("ann", True, "root", NOON)
    organisation(*EVERYBODY).when(staffing.give_export_right, "ann", True, **HOW).then(given)
    for before, allowed in ((EVERYBODY, False), ((*EVERYBODY, given), True)):
        organisation(*before).when(staffing.give_export_right, "ann", allowed, **HOW).then()
    for who in ("ann", "root"):
        caller = callers.admit(Caller(who, "admin", NOON), ORGANISATION.fold(EVERYBODY))
        assert not caller.exports
    assert callers.admit(
        Caller("ann", "sales", NOON), ORGANISATION.fold([*EVERYBODY, given])
    ).exports


@pytest.mark.parametrize(("role", "may"), [("sales", False), ("manager", True), ("admin", True)])
def test_of_who_is_no_person_here_the_role_says_whether_they_may(role, may):
    assert callers.as_told(Caller("api-key/erp", role, NOON, program=True)).exports == may
