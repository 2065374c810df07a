"""Commitments to a customer: what was promised, by whom it is kept, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

from kernel import Aggregate, Invalid, NotFound, Rejected
from kernel.context import Context
from services.activity import rights
from services.activity.events import (
    CommitmentBroken,
    CommitmentEvent,
    CommitmentKept,
    CommitmentMade,
    CommitmentPostponed,
    CommitmentReassigned,
    Promise,
)
from services.activity.owners import Standing
from services.rights import require_staff


@dataclass(frozen=True)
class Commitment:
    owner: str | None
    due_on: date
    status: str = "open"  # open, kept, broken


@dataclass(frozen=True)
class Commitments:
    """All that were ever made to one customer."""

    made: Mapping[str, Commitment] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """Who wants something of which commitment, and when."""

    asker: Context
    customer: Standing
    customer_id: str
    commitment_id: str
    at: datetime


def make(
    state: Commitments,
    customer_id: str,
    follow_up_id: str,
    promises: Sequence[Promise],
    by: str,
    at: datetime,
) -> list[CommitmentEvent]:
    """In the commit of the follow-up, which has been decided before."""
    return [
        CommitmentMade(
            one.commitment_id, customer_id, follow_up_id, one.text, one.due_on, one.owner, by, at
        )
        for one in promises
    ]


def keep(
    state: Commitments, asked: Asked, kept_on: date, note: str | None
) -> list[CommitmentEvent]:
    found = require(state, asked)
    if found.status == "kept":
        return []
    require_open(found)
    return [
        CommitmentKept(
            asked.commitment_id, asked.customer_id, found.owner, found.due_on, kept_on, note,
            asked.asker.actor, asked.at,
        )
    ]  # fmt: skip


def break_off(state: Commitments, asked: Asked, reason: str) -> list[CommitmentEvent]:
    found = require(state, asked)
    if found.status == "broken":
        return []
    require_open(found)
    return [
        CommitmentBroken(
            asked.commitment_id, asked.customer_id, found.owner, found.due_on, reason,
            asked.asker.actor, asked.at,
        )
    ]  # fmt: skip


def postpone(
    state: Commitments, asked: Asked, due_on: date, reason: str | None, today: date
) -> list[CommitmentEvent]:
    found = require_open(require(state, asked))
    if found.due_on == due_on:
        return []
    if due_on < today:
        past = {"field": "due_on", "message": "must not lie in the past"}
        raise Invalid("invalid", "the input has errors", errors=[past])
    return [
        CommitmentPostponed(
            asked.commitment_id, asked.customer_id, found.owner, due_on, found.due_on, reason,
            asked.asker.actor, asked.at,
        )
    ]  # fmt: skip


def reassign(state: Commitments, asked: Asked, to: str) -> list[CommitmentEvent]:
    found = require_open(require(state, asked))
    if found.owner == to:
        return []
    return [
        CommitmentReassigned(
            asked.commitment_id, asked.customer_id, to, found.owner, None, found.due_on,
            asked.asker.actor, asked.at,
        )
    ]  # fmt: skip


def hand_on(
    state: Commitments,
    customer_id: str,
    owner_before: str | None,
    to: str | None,
    because: str,
    by: str,
    at: datetime,
) -> list[CommitmentEvent]:
    """The customer changed hands, and with it what its owner had promised; others' stays theirs."""
    return [
        CommitmentReassigned(id, customer_id, to, owner_before, because, one.due_on, by, at)
        for id, one in state.made.items()
        if one.status == "open" and one.owner == owner_before != to
    ]


def touches(
    state: Commitments, asker: Context, customer: Standing, commitment_id: str, at: datetime
) -> bool:
    """Whose it is and who works on the customer may do something about it."""
    found = state.made.get(commitment_id)
    return found is not None and rights.answers_for(asker, found.owner, customer, at)


def require(state: Commitments, asked: Asked) -> Commitment:
    require_staff(asked.asker)
    if not touches(state, asked.asker, asked.customer, asked.commitment_id, asked.at):
        raise NotFound(what="commitment", id=asked.commitment_id)
    return state.made[asked.commitment_id]


def require_open(found: Commitment) -> Commitment:
    if found.status != "open":
        raise Rejected(f"already-{found.status}", f"this commitment has been {found.status}")
    return found


def evolve(state: Commitments, event: CommitmentEvent) -> Commitments:
    made = {**state.made, event.commitment_id: after(state, event)}
    return replace(state, made=made)


def after(state: Commitments, event: CommitmentEvent) -> Commitment:
    match event:
        case CommitmentMade() | CommitmentPostponed() | CommitmentReassigned():
            return Commitment(event.owner, event.due_on)
        case CommitmentKept():
            return Commitment(event.owner, event.due_on, "kept")
        case CommitmentBroken():
            return Commitment(event.owner, event.due_on, "broken")
        case _:
            assert_never(event)


COMMITMENTS = Aggregate("commitments", Commitments(), evolve, CommitmentEvent, implicit=True)
