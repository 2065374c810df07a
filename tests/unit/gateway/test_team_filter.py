"""A question about teams, as the services are asked it."""

from types import SimpleNamespace
from typing import Any

import pytest

from gateway.events import PersonAdded, TeamFormed
from gateway.organisation import ORGANISATION
from gateway.team_filter import of_team
from kernel.refusal import Invalid
from tests.unit.analytics.examples import NOON

COMPANY = ORGANISATION.fold([
    TeamFormed("west", "West", None, "root", NOON),
    TeamFormed("coast", "Coast", "west", "root", NOON),
    TeamFormed("bay", "Bay", "coast", "root", NOON),
    TeamFormed("east", "East", None, "root", NOON),
    PersonAdded("ann", "Ann", "sales", "own", "bay", "root", NOON),
])  # fmt: skip


def told(**asked: Any) -> dict[str, Any]:
    callers: Any = SimpleNamespace(organisation=COMPANY)
    return of_team(callers, asked)


def test_a_team_stands_for_its_people_and_those_below() -> None:
    assert told(team="west", by="day") == {"by": "day", "people": ["ann"]}


@pytest.mark.parametrize(
    ("depth", "above"),
    [(1, {"coast": "west", "bay": "west"}), (2, {"bay": "coast"}), (3, {}), (20, {})],
)
def test_teams_are_told_as_the_one_of_a_depth(depth: int, above: dict[str, str]) -> None:
    assert told(by="team", depth=depth) == {"by": "team", "above": above}


def test_a_depth_of_no_teams_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        told(by="person", depth=1)
    assert caught.value.fields["errors"][0]["field"] == "depth"
