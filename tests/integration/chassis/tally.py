"""A service that follows itself: commands, a read model of its own, and a reaction."""

import os
from dataclasses import dataclass, replace
from typing import Any

from kernel import Aggregate, Rejected
from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group, Reactions
from kernel.nameko import Feed, log, rows, rpc, subscribe
from kernel.projection import Projection, Row

NAME = os.environ["CHASSIS_NAME"]


@dataclass(frozen=True)
class Counted:
    name: str


@dataclass(frozen=True)
class Echoed:
    name: str


Event = Counted | Echoed


@dataclass(frozen=True)
class Tally:
    counted: int = 0


def evolve(tally: Tally, event: Event) -> Tally:
    return replace(tally, counted=tally.counted + 1)


def count(tally: Tally, name: str) -> list[Event]:
    if tally.counted >= 3:
        raise Rejected("full", counted=tally.counted)
    return [Counted(name)]


def echo(_: Tally, name: str) -> list[Event]:
    return [Echoed(name)]


TALLY: Aggregate[Tally, Event] = Aggregate("tally", Tally(), evolve, Event, implicit=True)
ECHO: Aggregate[Tally, Event] = Aggregate("echo", Tally(), evolve, Event, implicit=True)


def project(row: Row, recorded: Recorded) -> Row:
    kind = type(recorded.event).__name__
    return row | {kind: row.get(kind, 0) + 1, "because": recorded.causation_id}


def react(recorded: Recorded) -> list[Change[Any, Any]]:
    return [change(ECHO, recorded.event.name, echo, recorded.event.name)]


SEEN = Projection("seen", Event, lambda recorded: recorded.event.name, project)
SOURCES = {NAME: Codec(Event)}
GROUP = Group("seen", NAME, (SEEN,), SOURCES)
REACTIONS = Reactions("echoes", NAME, {NAME: Codec(Counted)}, react)


class TallyService(Feed):
    name = NAME

    log = log(Event)
    seen = rows(GROUP)
    projecting = subscribe(GROUP)
    reacting = subscribe(REACTIONS)

    @rpc
    def count(self, name: str) -> dict[str, Any]:
        return self.log.commit(change(TALLY, name, count, name)).to_json()

    @rpc
    def row(self, name: str) -> Any:
        return self.seen.collection(SEEN).find_one({"_id": name})
