"""What people are told besides reminders of customers: facts of two logs, a row for each notice.

What happens to many customers within moments is one notice. A row remembers up to when it was
given: whichever source is heard first, it ends as the same row.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity import noticed_duties, noticed_handing, noticed_news
from services.activity.events import (
    AppointmentEvent,
    CommitmentEvent,
    NoticeGiven,
    TaskEvent,
)
from services.activity.instants import moment
from services.activity.noticed_handing import Handing, counted
from services.activity.noticed_news import TOGETHER, Single
from services.customer.events import (
    CollaboratorAdded,
    CustomerAssigned,
    CustomerRecycled,
    CustomerWithdrawn,
    RecycleWarned,
    SecondOwnerNamed,
)

LATE = timedelta(seconds=1)  # that the clock of a process may differ from another's
Hands = (
    CustomerAssigned | CustomerRecycled | CustomerWithdrawn | CollaboratorAdded | SecondOwnerNamed
)
Told = RecycleWarned | Hands | Handing
KINDS = {
    CustomerAssigned: "customer-assigned",
    CustomerRecycled: "customer-returned",
    CustomerWithdrawn: "customer-withdrawn",
    CollaboratorAdded: "customer-shared",
    SecondOwnerNamed: "customer-shared",
}


def key(recorded: Recorded) -> str | Iterable[str]:
    event, span = recorded.event, int(recorded.at.timestamp()) // TOGETHER
    match event:
        case NoticeGiven():
            return event.notice
        case _ if isinstance(event, Single):
            return noticed_news.key(recorded)
        case RecycleWarned():
            return f"warned/{event.to}/{event.owner}/{span}"
        case _ if isinstance(event, Handing):
            return noticed_handing.key(event)
        case _ if isinstance(event, Hands):
            person, by = whom(event)
            told = person and person != by
            return f"{KINDS[type(event)]}/{person}/{recorded.correlation_id}/{span}" if told else ()
        case _:
            return noticed_duties.key(recorded)


def whom(event: Hands) -> tuple[str | None, str | None]:
    """Who is told, and who did it."""
    match event:
        case CustomerAssigned():
            return event.to, event.by
        case CustomerRecycled():
            return event.owner_before, None
        case CustomerWithdrawn():
            return event.owner_before, event.by
        case _:
            return event.person, event.by


def evolve(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, NoticeGiven):
        told = row | {"given_upto": max(row.get("given_upto", event.due_at), event.due_at)}
    elif isinstance(event, Told):
        told = row | happened(row, recorded)
    elif isinstance(event, Single):
        told = row | noticed_news.facts(row, event) | {"due": together(recorded.at)}
    else:
        told = row | noticed_duties.facts(row, recorded)
    return told | {f"at_{recorded.source}": recorded.position}


def happened(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    match event:
        case RecycleWarned():
            return warned(row, event) | {"due": together(recorded.at)}
        case _ if isinstance(event, Handing):
            return noticed_handing.facts(row, recorded)
        case _:
            person, by = whom(event)
            told = {"kind": KINDS[type(event)], "by": by, "correlation": recorded.correlation_id}
            tell = counted(row, [(person, event.customer_id)])
            return told | {"tell": tell, "due": together(recorded.at)}


def warned(row: Row, event: RecycleWarned) -> Row:
    """Of several the first that returns."""
    return {
        "kind": "return-warned",
        "to": event.to,
        "tell": counted(row, [(event.owner, event.customer_id)]),
        "moment": min(row.get("moment", moment(event.due_at)), moment(event.due_at)),
        "days": min(row.get("days", event.days), event.days),
    }


def together(at: datetime) -> datetime:
    """When all that is told at once has been recorded."""
    begun = int(at.timestamp()) // TOGETHER * TOGETHER
    return datetime.fromtimestamp(begun + TOGETHER, UTC) + LATE


NOTICES = Projection(
    "notices",
    Told | CommitmentEvent | AppointmentEvent | TaskEvent | NoticeGiven | Single,
    key,
    evolve,
    indexes=([("at_customer", 1)], [("at_activity", 1)]),
    edition=2,  # with what an undone handover gives back
)
