"""What can happen to a customer, to a person's holding and to an identity: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast. `at` is when it happened.
"""

from collections.abc import Callable
from typing import Any

from services.customer.published.identity import IdentityEvent, IdentityFreed, IdentityReserved
from services.customer.published.imports import (
    ImportedColumn,
    ImportEvent,
    ImportFailed,
    ImportFinished,
    ImportRequested,
    ImportRowsTaken,
    ImportRowsUndone,
    ImportUndone,
    ImportUndoRequested,
    RowKept,
    RowTold,
)
from services.customer.published.ownership import (
    CollaboratorAdded,
    CollaboratorRemoved,
    CustomerArchived,
    CustomerAssigned,
    CustomerClaimed,
    CustomerRecycled,
    CustomerReleased,
    CustomerRestored,
    CustomerWithdrawn,
    Handed,
    LetGo,
    OwnershipEvent,
    SecondOwnerNamed,
    SharingEvent,
    owner_after,
    pool_after,
)
from services.customer.published.portfolio import HoldingDropped, HoldingTaken, PortfolioEvent
from services.customer.published.profile import (
    PERSONAL,
    Address,
    CustomerEdited,
    CustomerRegistered,
    FieldValue,
    Messaging,
    Phone,
    Profile,
    ProfileEvent,
    Shop,
)

CustomerEvent = ProfileEvent | OwnershipEvent | SharingEvent  # all on the customer's own stream
Event = (
    CustomerEvent | PortfolioEvent | IdentityEvent | ImportEvent
)  # all that the log of this service holds

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "PERSONAL",
    "UPCASTS",
    "Address",
    "CollaboratorAdded",
    "CollaboratorRemoved",
    "CustomerArchived",
    "CustomerAssigned",
    "CustomerClaimed",
    "CustomerEdited",
    "CustomerEvent",
    "CustomerRecycled",
    "CustomerRegistered",
    "CustomerReleased",
    "CustomerRestored",
    "CustomerWithdrawn",
    "Event",
    "FieldValue",
    "Handed",
    "HoldingDropped",
    "HoldingTaken",
    "IdentityEvent",
    "IdentityFreed",
    "IdentityReserved",
    "ImportEvent",
    "ImportFailed",
    "ImportFinished",
    "ImportRequested",
    "ImportRowsTaken",
    "ImportRowsUndone",
    "ImportUndoRequested",
    "ImportUndone",
    "ImportedColumn",
    "LetGo",
    "Messaging",
    "OwnershipEvent",
    "Phone",
    "PortfolioEvent",
    "Profile",
    "ProfileEvent",
    "RowKept",
    "RowTold",
    "SecondOwnerNamed",
    "SharingEvent",
    "Shop",
    "owner_after",
    "pool_after",
]
