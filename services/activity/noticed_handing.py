"""What people are told of a handover when it has come to its end, and of one that is undone."""

from collections.abc import Iterable

from kernel.event import Recorded
from kernel.projection import Row
from services.activity.instants import moment
from services.customer.events import (
    CustomersGivenBack,
    CustomersHandedOver,
    HandoverBegun,
    HandoverEnded,
    HandoverUndone,
    HandoverUndoRequested,
)

Undoing = HandoverUndoRequested | CustomersGivenBack | HandoverUndone
Handing = HandoverBegun | CustomersHandedOver | HandoverEnded | Undoing
BACK, LOST = "given-back", "taken-back"


def key(event: Handing) -> tuple[str, ...]:
    """Of what is undone two are told: who has it again, and who has it no more."""
    if isinstance(event, Undoing):
        return f"{BACK}/{event.handover_id}", f"{LOST}/{event.handover_id}"
    return (f"handover/{event.handover_id}",)


def facts(row: Row, recorded: Recorded) -> Row:
    event: Handing = recorded.event
    match event:
        case HandoverBegun():
            return {"kind": "customer-handed-over", "about": event.handover_id, "by": event.by}
        case CustomersHandedOver():
            return {"tell": counted(row, [(one.to, one.customer_id) for one in event.handed])}
        case HandoverUndoRequested():
            return {"kind": f"customer-{told_of(row)}", "about": event.handover_id, "by": event.by}
        case CustomersGivenBack():
            return {"tell": counted(row, returned(row, event))}
        case _:
            return {"due": moment(recorded.at)}


def returned(row: Row, event: CustomersGivenBack) -> Iterable[tuple[str | None, str]]:
    """Each customer once, whatever parts of it there were."""
    back = told_of(row) == BACK
    found = ((event.leaver if back else one.to, one.customer_id) for one in event.returned)
    return dict.fromkeys(found)


def told_of(row: Row) -> str:
    return str(row["_id"]).partition("/")[0]


def counted(row: Row, customers: Iterable[tuple[str | None, str]]) -> list[list[object]]:
    """For each person how many customers, and one of them."""
    known = {person: (count, id) for person, count, id in row.get("tell", ())}
    for person, id in customers:
        if person:
            count, _ = known.get(person, (0, id))
            known[person] = count + 1, id
    return [[person, count, id] for person, (count, id) in known.items()]
