"""A saved query: whose it is, whom it is shared with, and who may change it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from gateway.events import QueryDeleted, QueryEvent, QuerySaved, QueryShared
from kernel import Aggregate, Forbidden, NotFound
from kernel.context import Context

ADMIN = "admin"


@dataclass(frozen=True)
class SavedQuery:
    """Without an owner it is not there: not yet, or not any more."""

    owner: str = ""
    name: str = ""
    asked: str = ""
    chart: str | None = None
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    everybody: bool = False

    def seen_by(self, asker: Context, teams: Collection[str]) -> bool:
        mine = asker.role == ADMIN or asker.actor in (self.owner, *self.people)
        return mine or self.everybody or not set(teams).isdisjoint(self.teams)


def save(
    known: SavedQuery,
    asker: Context,
    teams: Collection[str],
    id: str,
    name: str,
    asked: str,
    chart: str | None,
    at: datetime,
) -> list[QueryEvent]:
    """What is new belongs to who saves it; what is there stays whose it is, and shared."""
    if known.owner:
        require_own(known, asker, teams, id)
    if (known.name, known.asked, known.chart) == (name, asked, chart):
        return []
    return [QuerySaved(id, name, asked, chart, known.owner or asker.actor, asker.actor, at)]


def share(
    known: SavedQuery,
    asker: Context,
    teams: Collection[str],
    id: str,
    with_people: Sequence[str],
    with_teams: Sequence[str],
    everybody: bool,
    at: datetime,
) -> list[QueryEvent]:
    require_own(known, asker, teams, id)
    people, units = tuple(dict.fromkeys(with_people)), tuple(dict.fromkeys(with_teams))
    if (known.people, known.teams, known.everybody) == (people, units, everybody):
        return []
    return [QueryShared(id, people, units, everybody, asker.actor, at)]


def delete(
    known: SavedQuery, asker: Context, teams: Collection[str], id: str, at: datetime
) -> list[QueryEvent]:
    require_own(known, asker, teams, id)
    return [QueryDeleted(id, asker.actor, at)]


def require_own(known: SavedQuery, asker: Context, teams: Collection[str], id: str) -> None:
    """Who may not see it is not told that it is there."""
    if not known.owner or not known.seen_by(asker, teams):
        raise NotFound(what="query", id=id)
    if asker.role != ADMIN and asker.actor != known.owner:
        raise Forbidden("not-yours", f"only {known.owner} may change it: save one of your own")


def evolve(known: SavedQuery, event: QueryEvent) -> SavedQuery:
    match event:
        case QuerySaved():
            return replace(
                known, owner=event.owner, name=event.name, asked=event.asked, chart=event.chart
            )
        case QueryShared():
            return replace(known, people=event.people, teams=event.teams, everybody=event.everybody)
        case QueryDeleted():
            return SavedQuery()
        case _:
            assert_never(event)


SAVED_QUERY = Aggregate("query", SavedQuery(), evolve, QueryEvent, implicit=True)
