"""Who else works on a customer, besides its owner."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SecondOwnerNamed:
    customer_id: str
    person: str | None  # None: there is none any more
    person_before: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class CollaboratorAdded:
    customer_id: str
    person: str
    until: datetime | None  # None: until removed
    by: str
    at: datetime


@dataclass(frozen=True)
class CollaboratorRemoved:
    customer_id: str
    person: str
    by: str
    at: datetime


SharingEvent = SecondOwnerNamed | CollaboratorAdded | CollaboratorRemoved
