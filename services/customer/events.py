"""What can happen to a customer, to a person's holding and to an identity: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast. `at` is when it happened.
"""

from collections.abc import Callable
from typing import Any

from services.customer.published.identity import IdentityEvent, IdentityFreed, IdentityReserved
from services.customer.published.ownership import (
    CollaboratorAdded,
    CollaboratorRemoved,
    CustomerArchived,
    CustomerAssigned,
    CustomerClaimed,
    CustomerLocked,
    CustomerRecycled,
    CustomerReleased,
    CustomerRestored,
    CustomerUnlocked,
    CustomerWithdrawn,
    Handed,
    KeepingEvent,
    LetGo,
    OwnershipEvent,
    RecycleWarned,
    SecondOwnerNamed,
    SharingEvent,
    StandingNoted,
    owner_after,
    pool_after,
)
from services.customer.published.pools import (
    Condition,
    PoolAdminsSet,
    PoolClosed,
    PoolEvent,
    PoolFieldsShown,
    PoolMembersSet,
    PoolOpened,
    PoolRenamed,
    PoolRule,
    PoolRulesSet,
    Return,
    WarningStep,
)
from services.customer.published.portfolio import (
    HoldingDropped,
    HoldingTaken,
    PortfolioEvent,
    WinCounted,
)
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

# All on the customer's own stream:
CustomerEvent = ProfileEvent | OwnershipEvent | SharingEvent | KeepingEvent
# All that the log of this service holds:
Event = CustomerEvent | PortfolioEvent | PoolEvent | IdentityEvent

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "PERSONAL",
    "UPCASTS",
    "Address",
    "CollaboratorAdded",
    "CollaboratorRemoved",
    "Condition",
    "CustomerArchived",
    "CustomerAssigned",
    "CustomerClaimed",
    "CustomerEdited",
    "CustomerEvent",
    "CustomerLocked",
    "CustomerRecycled",
    "CustomerRegistered",
    "CustomerReleased",
    "CustomerRestored",
    "CustomerUnlocked",
    "CustomerWithdrawn",
    "Event",
    "FieldValue",
    "Handed",
    "HoldingDropped",
    "HoldingTaken",
    "IdentityEvent",
    "IdentityFreed",
    "IdentityReserved",
    "KeepingEvent",
    "LetGo",
    "Messaging",
    "OwnershipEvent",
    "Phone",
    "PoolAdminsSet",
    "PoolClosed",
    "PoolEvent",
    "PoolFieldsShown",
    "PoolMembersSet",
    "PoolOpened",
    "PoolRenamed",
    "PoolRule",
    "PoolRulesSet",
    "PortfolioEvent",
    "Profile",
    "ProfileEvent",
    "RecycleWarned",
    "Return",
    "SecondOwnerNamed",
    "SharingEvent",
    "Shop",
    "StandingNoted",
    "WarningStep",
    "WinCounted",
    "owner_after",
    "pool_after",
]
