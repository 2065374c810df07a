"""What a deal's events make of its row, in the list and in the reports."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never

from kernel.event import Recorded
from kernel.projection import Row
from services.analytics.plain import moment, plain
from services.pipeline.events import (
    FIRST_VERSION,
    DealEvent,
    KeyDealMarked,
    Money,
    OpportunityEdited,
    OpportunityEvent,
    OpportunityItemsSet,
    OpportunityLost,
    OpportunityMigrated,
    OpportunityOpened,
    OpportunityReassigned,
    OpportunityReopened,
    OpportunityShared,
    OpportunityStageChanged,
    OpportunityStuck,
    OpportunityWon,
)

FIRST_PROBABILITY = {stage.id: stage.probability for stage in FIRST_VERSION}
LONGEST_HISTORY = 100  # steps that are told of one deal, the newest
NEW: Row = {
    "description": None, "priority": None, "forecast": None, "competitors": [], "contacts": [],
    "items": [], "shares": [], "key": False, "lost_reason": None, "lost_to": None,
    "closed_at": None, "reopened": 0, "history": [],
}  # fmt: skip
Standing = OpportunityOpened | OpportunityStageChanged | OpportunityReopened | OpportunityMigrated


def evolve(row: Row, recorded: Recorded) -> Row:
    """To be marked as stuck is no touch: nobody did it, and lists keep their order."""
    made = row | facts(row, recorded.event) | {"version": recorded.version}
    if not isinstance(recorded.event, OpportunityStuck):
        made["touched_at"] = moment(recorded.at)
    return made | ({} if "recorded_at" in row else {"recorded_at": moment(recorded.at)})


def facts(row: Row, event: OpportunityEvent) -> Row:
    match event:
        case OpportunityOpened():
            return opened(event)
        case OpportunityStageChanged():
            forward = not event.back and event.to != FIRST_VERSION[0].id
            engaged = row["engaged_at"] or (moment(event.at) if forward else None)
            return stands(row, event.to, event, event.at) | {"engaged_at": engaged}
        case OpportunityReassigned():
            return {"owner": event.to, "seen_by": seen_by(event.to, row["shares"])}
        case OpportunityWon():
            return closed(row, "won", event) | (worth(event.amount) if event.amount else {})
        case OpportunityLost():
            told = {"lost_reason": event.reason, "lost_to": event.competitor}
            return closed(row, "lost", event) | told
        case _:
            return told_of(row, event)


def told_of(row: Row, event: DealEvent) -> Row:
    match event:
        case OpportunityEdited():
            return edited(event)
        case OpportunityItemsSet():
            return {"items": plain(event.items)} | (worth(event.amount) if event.amount else {})
        case OpportunityShared():
            shares: list[Row] = plain(event.shares)
            return {"shares": shares, "seen_by": seen_by(row["owner"], shares)}
        case KeyDealMarked():
            return {"key": event.key}
        case _:
            return turned(row, event)


def turned(row: Row, event: OpportunityReopened | OpportunityMigrated | OpportunityStuck) -> Row:
    match event:
        case OpportunityReopened():
            again = {"closed_at": None, "lost_reason": None, "lost_to": None}
            again["reopened"] = row["reopened"] + 1
            return stands(row, event.to, event, event.at) | again
        case OpportunityMigrated():
            return migrated(row, event)
        case OpportunityStuck():
            return {}
        case _:
            assert_never(event)


def opened(event: OpportunityOpened) -> Row:
    engaged = event.engaged_at or (event.at if event.stage == "engaging" else None)
    plainly = {
        name: getattr(event, name)
        for name in ("name", "product", "customer_id", "owner", "pipeline_id", "follow_up_id",
                     "loaded")
    }  # fmt: skip
    times = {
        "expected_close": event.expected_close.isoformat() if event.expected_close else None,
        "opened_at": moment(event.at),
        "engaged_at": moment(engaged) if engaged else None,
    }
    seen = {"seen_by": seen_by(event.owner, [])}
    return (
        NEW
        | plainly
        | times
        | seen
        | stands(NEW, event.stage, event, event.at)
        | worth(event.amount)
    )


def stands(row: Row, stage: str, event: Standing, at: datetime) -> Row:
    """On a stage of its pipeline, for as long as is expected of one, and then it is stuck."""
    since = moment(at)
    probability = event.probability
    if probability is None:
        probability = FIRST_PROBABILITY.get(stage, 0)
    return {
        "stage": stage,
        "stage_since": since,
        "pipeline_version": event.pipeline_version,
        "probability": probability,
        "expected_days": event.expected_days,
        "stuck_at": stuck_at(since, event.expected_days),
        "history": stepped(row, stage, since, event.by),
    }


def stuck_at(since: datetime, days: int | None) -> datetime | None:
    return None if days is None else since + timedelta(days=days)


def stepped(row: Row, stage: str, since: datetime, by: str) -> list[Row]:
    return [*row["history"], {"stage": stage, "at": since, "by": by}][-LONGEST_HISTORY:]


def closed(row: Row, stage: str, event: OpportunityWon | OpportunityLost) -> Row:
    at = moment(event.at)
    return {
        "stage": stage, "stage_since": at, "closed_at": at, "expected_days": None,
        "stuck_at": None, "probability": 100 if stage == "won" else 0,
        "history": stepped(row, stage, at, event.by),
    }  # fmt: skip


def migrated(row: Row, event: OpportunityMigrated) -> Row:
    """It has not moved: it stands where it stood, and for as long, by another name."""
    kept = {"stage_since": row["stage_since"], "history": row["history"]}
    made = stands(row, event.to, event, event.at) | kept
    if event.was != event.to:
        made["history"] = stepped(row, event.to, moment(event.at), event.by)
    return made | {"stuck_at": stuck_at(row["stage_since"], event.expected_days)}


def edited(event: OpportunityEdited) -> Row:
    plainly = ("name", "product", "description", "priority", "forecast")
    return {
        **{name: getattr(event, name) for name in plainly},
        "expected_close": event.expected_close.isoformat() if event.expected_close else None,
        "competitors": list(event.competitors),
        "contacts": list(event.contacts),
    } | worth(event.amount)


def seen_by(owner: str | None, shares: list[Row]) -> list[str]:
    """Its owner, and who works on it too."""
    people = [owner, *(share["person"] for share in shares)]
    return [person for person in dict.fromkeys(people) if person is not None]


def worth(amount: Money | None) -> dict[str, Any]:
    if amount is None:
        return {"amount": None, "currency": None}
    return {"amount": Decimal(amount.amount), "currency": amount.currency}
