"""A follow-up once it is written: amended without touching what was written first, with files."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, assert_never

from kernel import Aggregate, Forbidden, Invalid, NotFound, Rejected
from kernel.context import Context
from services.activity import rights
from services.activity.ahead import require_ahead
from services.activity.events import (
    FollowUpAmended,
    FollowUpEvent,
    FollowUpFileAttached,
    FollowUpFileRemoved,
    FollowUpLogged,
)
from services.activity.owners import Standing
from services.rights import LEADS, require_staff

MOST_FILES = 20  # of a follow-up
OPEN_TO_ITS_AUTHOR = timedelta(days=7)  # from when it was entered
SAID = (
    "channel", "outcome", "note", "next_contact_at", "needs", "discussed", "market_info",
    "contacts", "opportunity_id", "reached",
)  # fmt: skip

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """What has happened to a follow-up since it was logged; that it was is told by the log."""

    amended: FollowUpAmended | None = None
    files: Mapping[str, FollowUpFileAttached] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """Who wants something of which follow-up, and when."""

    asker: Context
    customer: Standing
    logged: FollowUpLogged
    position: int  # where it was logged
    at: datetime


def amend(state: Written, asked: Asked, changes: Values, reason: str | None) -> list[FollowUpEvent]:
    logged, at = asked.logged, asked.at
    require_may_amend(asked, reason)
    before = said(state.amended or logged)
    after = before | dict(changes)
    changed = tuple(name for name in SAID if before[name] != after[name])
    if not changed:
        return []
    if "next_contact_at" in changed:
        require_ahead(after["next_contact_at"], at)
    return [
        FollowUpAmended(
            follow_up_id=logged.follow_up_id, customer_id=logged.customer_id,
            author=logged.author, contacted_at=logged.at, entered_at=logged.entered_at,
            position=asked.position,
            changed=changed, channel_before=before["channel"], reason=reason,
            reached_before=before["reached"],
            by=asked.asker.actor, at=at, **after,
        )
    ]  # fmt: skip


def said(event: FollowUpLogged | FollowUpAmended) -> dict[str, Any]:
    return {name: getattr(event, name) for name in SAID}


def require_may_amend(asked: Asked, reason: str | None) -> None:
    """Its author for a week; after that, and for others, a manager who says why."""
    require_part(asked)
    if asked.asker.actor == asked.logged.author:
        if asked.at - asked.logged.entered_at <= OPEN_TO_ITS_AUTHOR:
            return
        if asked.asker.role not in LEADS:
            days = OPEN_TO_ITS_AUTHOR.days
            raise Rejected(
                "too-late", f"it may be amended for {days} days: ask a manager", days=days
            )
    if asked.asker.role not in LEADS:
        raise Forbidden("not-yours", "only its author or a manager amends a follow-up")
    if not reason:
        told = {"field": "reason", "message": "say why you amend it: its author did not"}
        raise Invalid("invalid", "the input has errors", errors=[told])


def require_part(asked: Asked) -> None:
    """For whom it is there, and who may do something about it."""
    require_staff(asked.asker)
    if not rights.answers_for(asked.asker, asked.logged.author, asked.customer, asked.at):
        raise NotFound(what="follow-up", id=asked.logged.follow_up_id)
    if asked.customer.archived:
        raise Rejected("archived", "this customer is archived: restore it first")


def may_attach(state: Written, asked: Asked, file_id: str) -> None:
    """Asked before a byte is taken, and again when all of it has come."""
    require_part(asked)
    if file_id not in state.files and len(state.files) >= MOST_FILES:
        raise Rejected(
            "too-many-files", f"a follow-up has at most {MOST_FILES} files", limit=MOST_FILES
        )


def attach(state: Written, asked: Asked, file: FollowUpFileAttached) -> list[FollowUpEvent]:
    may_attach(state, asked, file.file_id)
    return [] if file.file_id in state.files else [file]


def remove(state: Written, asked: Asked, file_id: str) -> list[FollowUpEvent]:
    """By who attached it, the author, or a manager."""
    require_part(asked)
    if file_id not in state.files:
        raise NotFound(what="file", id=file_id)
    who = asked.asker
    if who.actor not in (state.files[file_id].by, asked.logged.author) and not rights.leads(who):
        raise Forbidden("not-yours", "only its author or a manager removes a file")
    logged = asked.logged
    return [
        FollowUpFileRemoved(logged.follow_up_id, logged.customer_id, file_id, who.actor, asked.at)
    ]


def readable(state: Written, asked: Asked, file_id: str) -> FollowUpFileAttached:
    """Who sees the follow-up reads its files."""
    require_staff(asked.asker)
    if not rights.reads(asked.asker, asked.logged.author, asked.customer, asked.at):
        raise NotFound(what="follow-up", id=asked.logged.follow_up_id)
    if file_id not in state.files:
        raise NotFound(what="file", id=file_id)
    return state.files[file_id]


def evolve(state: Written, event: FollowUpEvent) -> Written:
    match event:
        case FollowUpAmended():
            return replace(state, amended=event)
        case FollowUpFileAttached():
            return replace(state, files={**state.files, event.file_id: event})
        case FollowUpFileRemoved():
            left = {id: file for id, file in state.files.items() if id != event.file_id}
            return replace(state, files=left)
        case _:
            assert_never(event)


FOLLOW_UP = Aggregate("follow-up", Written(), evolve, FollowUpEvent, implicit=True)
