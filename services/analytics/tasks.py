"""Tasks by who has to do them: open ones first due, for a person and for a team."""

from typing import Any, assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.activity.events import (
    TaskDone,
    TaskDropped,
    TaskEdited,
    TaskEvent,
    TaskGiven,
    TaskPassedOn,
    TaskReopened,
)
from services.analytics.asker import Asker
from services.analytics.pages import Order, page
from services.analytics.parameters import one_of
from services.analytics.periods import Clock
from services.analytics.plain import NO_DATE, moment, time
from services.analytics.reading import Documents, find_one

BY_DUE = Order("due_at", "due_at")
STATES = ("open", "overdue", "done", "dropped", "all")
WANTED = ("customer_id", "title", "note")


def evolve(row: Row, recorded: Recorded) -> Row:
    event: TaskEvent = recorded.event
    told = happened(event) | {"changed_at": moment(event.at), "version": recorded.version}
    return row | told


def happened(event: TaskEvent) -> Row:
    match event:
        case TaskGiven():
            given = {"owner": event.owner, "by": event.by, "given_at": moment(event.at)}
            return wanted(event) | given | {"state": "open", "ended_at": None}
        case TaskEdited():
            return wanted(event)
        case TaskPassedOn():
            return {"owner": event.owner}
        case _:
            return ended(event)


def ended(event: TaskDone | TaskReopened | TaskDropped) -> Row:
    match event:
        case TaskDone():
            return {"state": "done", "ended_at": moment(event.at)}
        case TaskDropped():
            return {"state": "dropped", "ended_at": moment(event.at)}
        case TaskReopened():
            return {"state": "open", "ended_at": None}
        case _:
            assert_never(event)


def wanted(event: TaskGiven | TaskEdited) -> Row:
    due_at = moment(event.due_at) if event.due_at else NO_DATE
    return {name: getattr(event, name) for name in WANTED} | {"due_at": due_at}


TASKS = Projection(
    "tasks",
    TaskEvent,
    lambda recorded: str(recorded.event.task_id),
    evolve,
    indexes=(
        [("owner", 1), ("state", 1), ("due_at", 1), ("_id", 1)],
        [("by", 1), ("due_at", 1), ("_id", 1)],
    ),
)


def tasks(
    rows: Documents, who: Asker, clock: Clock, people: tuple[str, ...], given_by: str | None,
    state: str | None, limit: int | None, cursor: str | None,
) -> dict[str, Any]:  # fmt: skip
    """Of those people, or what somebody gave to others; whatever of it the asker may see."""
    whose: Row = {"owner": {"$in": list(people)}} if people else {}
    giver = {"by": given_by} if given_by else {}
    match = {"$and": [whose, giver, in_state(state or "open", clock), seen(who)]}
    found, following = page(rows, match, BY_DUE, limit, cursor)
    return {"items": [shown(row) for row in found], "next": following}


def in_state(state: str, clock: Clock) -> Row:
    one_of("state", state, STATES)
    if state == "overdue":
        return {"state": "open", "due_at": {"$lt": clock.now}}
    return {} if state == "all" else {"state": state}


def seen(who: Asker) -> Row:
    return (
        {} if who.sees_all else {"$or": [{"owner": {"$in": sorted(who.people)}}, {"by": who.user}]}
    )


def sees(who: Asker, row: Row) -> bool:
    """What `seen` says, of one row."""
    return who.sees_all or row["owner"] in who.people or row["by"] == who.user


def task(rows: Documents, who: Asker, id: str) -> dict[str, Any]:
    row = find_one(rows, {"$and": [{"_id": id}, seen(who)]})
    if row is None:
        raise NotFound(what="task", id=id)
    return shown(row)


def shown(row: Row) -> dict[str, Any]:
    names = (*WANTED, "owner", "by", "state", "version")
    return (
        {"id": row["_id"]}
        | {name: row[name] for name in names}
        | {name: time(row[name]) for name in ("due_at", "given_at", "ended_at", "changed_at")}
    )
