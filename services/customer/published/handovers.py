"""A person's customers in other hands: asked for, listed, handed over in batches; and given back.

A batch stands in one commit with what happens to its customers: their own events say what they
are from then on. What a customer lost with its owner is told, so that it can be given back.

Who keeps something else for a person (deals, tasks, appointments) reacts to HandoverEnded, when all
customers are where they belong, and to HandoverUndone; both say who leaves and who receives.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.customer.published.profile import PERSONAL


@dataclass(frozen=True)
class HandoverBegun:
    handover_id: str
    leaver: str
    to: tuple[str, ...]  # nobody: into the pool
    strategy: str  # one, evenly, load, pool
    pool: str | None
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class HandoverListed:
    """Customers that the person had a part in, as of then; the last list closes it."""

    handover_id: str
    customers: tuple[str, ...]
    closed: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class Sharer:
    person: str
    until: datetime | None  # None: until removed


@dataclass(frozen=True)
class HandedOver:
    customer_id: str
    part: str  # owner, second-owner, collaborator
    to: str | None  # None: into the pool, or the part ended since nobody needs it
    until: datetime | None  # of a collaborator
    second_owner: str | None  # who ceased to be it with this
    collaborators: tuple[Sharer, ...]  # who ceased to share it with this


@dataclass(frozen=True)
class CustomerKept:
    customer_id: str
    reason: str  # changed-hands, archived, holding-cap, receivers-deactivated, person-deactivated
    owner: str | None  # whose it is
    part: str | None = None  # owner, second-owner, collaborator; None: the person had none any more


@dataclass(frozen=True)
class CustomersHandedOver:
    handover_id: str
    first: int  # place in the list, counted from 0
    customers: int
    handed: tuple[HandedOver, ...]
    kept: tuple[CustomerKept, ...]
    by: str
    at: datetime
    leaver: str = ""


@dataclass(frozen=True)
class HandoverEnded:
    """All customers of the list have been dealt with."""

    handover_id: str
    by: str
    at: datetime
    leaver: str = ""
    to: tuple[str, ...] = ()  # nobody: into the pool


@dataclass(frozen=True)
class HandoverUndoRequested:
    handover_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CustomersGivenBack:
    handover_id: str
    upto: int  # position of the batch that this undoes
    given_back: tuple[str, ...]
    kept: tuple[CustomerKept, ...]
    by: str
    at: datetime
    leaver: str = ""
    returned: tuple[HandedOver, ...] = ()  # as it had been handed over


@dataclass(frozen=True)
class HandoverUndone:
    handover_id: str
    by: str
    at: datetime
    leaver: str = ""
    ended_at: datetime | None = None  # None: it never came to its end, so nobody has followed it


@dataclass(frozen=True)
class LeavingBegun:
    """This handover goes on, or its undoing does: no other one of the same person may meanwhile."""

    person: str
    handover_id: str
    at: datetime


@dataclass(frozen=True)
class LeavingEnded:
    person: str
    handover_id: str
    at: datetime


LeavingEvent = LeavingBegun | LeavingEnded
HandoverEvent = (
    HandoverBegun
    | HandoverListed
    | CustomersHandedOver
    | HandoverEnded
    | HandoverUndoRequested
    | CustomersGivenBack
    | HandoverUndone
)
