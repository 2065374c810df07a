"""Undoing an import, customer by customer: what goes, what goes back, and what is left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.customer import import_contacts
from services.customer.customer import CUSTOMER, Customer
from services.customer.events import (
    CustomerArchived,
    CustomerEdited,
    CustomerEvent,
    CustomerRegistered,
    RowKept,
)
from services.customer.profile import differing, told

REASON = "import undone"
TAKE, UNDO = "", "undo"


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a customer, and whether this import, or its undoing, brought it."""

    event: CustomerEvent
    by: str | None  # TAKE, UNDO; None: it was somebody else


@dataclass(frozen=True, slots=True)
class Back:
    """What becomes of a customer: removed, restored to what it was, or kept."""

    removed: bool = False
    restored: Customer | None = None
    kept: RowKept | None = None


NOTHING = Back()


def turn_back(customer_id: str, steps: Sequence[Step], elsewhere: str | None = None) -> Back:
    """From all that has happened to a customer, which the import has added or edited.

    `elsewhere` is what another service has recorded for one that the import has brought in.
    """
    first = next(place for place, step in enumerate(steps) if step.by == TAKE)
    since = steps[first + 1 :]
    if any(step.by == UNDO for step in since):
        return NOTHING  # with another batch, in which it stood as well
    if touched := next((step for step in since if step.by is None), None):
        return Back(kept=RowKept(customer_id, "touched", type(touched.event).__name__))
    if isinstance(steps[first].event, CustomerRegistered):
        if elsewhere:
            return Back(kept=RowKept(customer_id, "touched", elsewhere))
        return Back(removed=True)
    return Back(restored=CUSTOMER.fold(step.event for step in steps[:first]))


def remove(customer: Customer, by: str, at: datetime) -> list[CustomerEvent]:
    return [CustomerArchived(customer.id, by, REASON, customer.owner, customer.pool, at)]


def restore(customer: Customer, before: Customer, by: str, at: datetime) -> list[CustomerEvent]:
    """Profile and contacts; nobody but the import has touched them since."""
    after = before.profile
    people = import_contacts.back(customer.id, customer.people, before.people, by, at)
    changed = differing(customer.profile, after)
    if not changed:
        return people
    edited = CustomerEdited(customer_id=customer.id, changed=changed, by=by, at=at, **told(after))
    return [edited, *people]
