"""Workload: what each person did in each quarter of an hour, summed up to days and longer.

A quarter of an hour divides the offset of every time zone, so any company's day is made of whole
rows, and the rows do not depend on a setting.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.rows import Rows
from services.activity.events import FollowUpAmended, FollowUpLogged
from services.analytics.deals import DEALS
from services.analytics.plain import moment
from services.analytics.question import Line, Question, lines
from services.analytics.reading import aggregate
from services.analytics.tally import Group, amounts, counted, tally
from services.customer.events import CustomerClaimed, CustomerRegistered

Done = CustomerRegistered | CustomerClaimed | FollowUpLogged
Counted = Done | FollowUpAmended
CHANNELS = {
    "visit": "visits", "phone": "calls", "email": "emails",
    "message": "messages", "wechat": "messages", "sms": "messages",
}  # fmt: skip
FIGURES = (
    "customers_added", "claims", "follow_ups", "visits", "calls", "messages", "emails", "others",
)  # fmt: skip


def key(recorded: Recorded) -> tuple[str, ...]:
    """An amendment concerns the figures of when the customer was contacted, if any."""
    event: Counted = recorded.event
    if isinstance(event, FollowUpAmended):
        at = event.contacted_at
        if kind(event.channel) == kind(event.channel_before):
            return ()
    else:
        at = event.at
    return (f"{person(event)}/{quarter_hour(at):%Y-%m-%dT%H:%M}",)


def evolve(row: Row, recorded: Recorded) -> Row:
    event: Counted = recorded.event
    if isinstance(event, FollowUpAmended):
        return recounted(row, event)
    who = {"person": person(event), "at": quarter_hour(event.at)}
    return row | who | {name: row.get(name, 0) + 1 for name in figures(event)}


def recounted(row: Row, event: FollowUpAmended) -> Row:
    """It was no visit but a call, say."""
    who = {"person": event.author, "at": quarter_hour(event.contacted_at)}
    was, now = kind(event.channel_before), kind(event.channel)
    return row | who | {was: row.get(was, 0) - 1, now: row.get(now, 0) + 1}


def kind(channel: str) -> str:
    return CHANNELS.get(channel, "others")


def person(event: Counted) -> str:
    return event.author if isinstance(event, FollowUpLogged | FollowUpAmended) else event.by


def quarter_hour(at: datetime) -> datetime:
    at = moment(at)
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def figures(event: Done) -> tuple[str, ...]:
    match event:
        case CustomerRegistered():
            return ("customers_added",)
        case CustomerClaimed():
            return ("claims",)
        case FollowUpLogged():
            return ("follow_ups", kind(event.channel))


WORKLOAD = Projection(
    "workload", Counted, key, evolve, indexes=([("at", 1)], [("person", 1), ("at", 1)])
)


@dataclass(frozen=True, slots=True)
class Work:
    """What one person did, or won, under one key."""

    key: str | None
    counts: dict[str, int] = field(default_factory=dict)
    won: tuple[Group, ...] = ()


def workload(rows: Rows, question: Question) -> dict[str, Any]:
    """Activities when they happened; deals won when they were closed, for their owner."""
    groups = [*done(rows, question), *closed(rows, question)]
    return lines(question, groups, summed, lambda found: sum(totals(found).values()))


def done(rows: Rows, question: Question) -> list[Work]:
    match = {"$and": [question.asker.own("person"), question.period.match("at")]}
    sums = {name: {"$sum": f"${name}"} for name in FIGURES}
    group = {"_id": {"key": question.key("person", "at")}} | sums
    found = aggregate(rows.collection(WORKLOAD), {"$match": match}, {"$group": group})
    return [Work(g["_id"].get("key"), {name: g[name] for name in FIGURES}) for g in found]


def closed(rows: Rows, question: Question) -> list[Work]:
    match = [{"stage": "won"}, question.asker.own(), question.period.match("closed_at")]
    by = question.key("owner", "closed_at")
    return [Work(g.key, {}, (g,)) for g in tally(rows.collection(DEALS), {"$and": match}, by)]


def summed(work: list[Work]) -> Line:
    groups = [group for part in work for group in part.won]
    return totals(work) | {"won": counted(groups), "won_amounts": amounts(groups)}


def totals(work: Iterable[Work]) -> dict[str, int]:
    every: Counter[str] = Counter()
    for part in work:
        every.update(part.counts)
    return {name: every[name] for name in FIGURES}
