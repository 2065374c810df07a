"""What people did, in each quarter of an hour: rows that days and longer are added up from.

A quarter of an hour divides the offset of every time zone, so any company's day is made of whole
rows, and the rows do not depend on a setting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    FollowUpAmended,
    FollowUpLogged,
)
from services.analytics.plain import moment
from services.customer.events import CustomerClaimed, CustomerRegistered

Settled = CommitmentMade | CommitmentKept | CommitmentBroken
Done = CustomerRegistered | CustomerClaimed | FollowUpLogged | FollowUpAmended | Settled
Counts = Mapping[str, int]

CHANNELS = {
    "visit": "visits", "phone": "calls", "email": "emails",
    "message": "messages", "wechat": "messages", "sms": "messages",
}  # fmt: skip
PROMISES = ("promises_made", "promises_kept", "promises_broken")
FIGURES = (
    "customers_added", "claims", "follow_ups", "visits", "calls", "calls_answered", "messages",
    "emails", "others", *PROMISES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did, when, and what it adds to which figures."""

    person: str
    at: datetime
    counts: Counts


def deed(event: Done) -> Deed | None:
    """None for what is nobody's: a promise to a customer that lay in a pool."""
    match event:
        case CustomerRegistered():
            return Deed(event.by, event.at, {"customers_added": 1})
        case CustomerClaimed():
            return Deed(event.by, event.at, {"claims": 1})
        case FollowUpLogged():
            return Deed(
                event.author, event.at, {"follow_ups": 1} | contact(event.channel, event.reached)
            )
        case FollowUpAmended():
            return Deed(event.author, event.contacted_at, moved(event))
        case _:
            return settled(event)


def moved(event: FollowUpAmended) -> Counts:
    """What differs when it was on another channel."""
    before = contact(event.channel_before, event.reached_before)
    after = contact(event.channel, event.reached)
    differs = {name: after.get(name, 0) - before.get(name, 0) for name in before | after}
    return {name: count for name, count in differs.items() if count}


def contact(channel: str, reached: bool | None) -> dict[str, int]:
    """Of a call that says nothing about it, somebody has answered."""
    answered = channel == "phone" and reached is not False
    return {CHANNELS.get(channel, "others"): 1} | ({"calls_answered": 1} if answered else {})


def settled(event: Settled) -> Deed | None:
    """A promise counts for whose it is, when that was said of it."""
    match event:
        case CommitmentMade():
            figure = "promises_made"
        case CommitmentKept():
            figure = "promises_kept"
        case CommitmentBroken():
            figure = "promises_broken"
        case _:
            assert_never(event)
    return Deed(event.owner, event.at, {figure: 1}) if event.owner else None


def key(recorded: Recorded) -> Sequence[str]:
    done = deed(recorded.event)
    if done is None or not done.counts:
        return ()
    return (f"{done.person}/{quarter_hour(done.at):%Y-%m-%dT%H:%M}",)


def evolve(row: Row, recorded: Recorded) -> Row:
    done = deed(recorded.event)
    assert done
    added = {name: row.get(name, 0) + count for name, count in done.counts.items()}
    return row | {"person": done.person, "at": quarter_hour(done.at)} | added


def quarter_hour(at: datetime) -> datetime:
    at = moment(at)
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


WORKLOAD = Projection(
    "workload",
    Done,
    key,
    evolve,
    indexes=([("at", 1)], [("person", 1), ("at", 1)]),
    edition=2,  # calls that were answered, and promises
)
