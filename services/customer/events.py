"""What can happen to a customer, to a person's holding and to an identity: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast and a downcast. `at` is when it happened.
"""

from collections.abc import Callable
from typing import Any

from services.customer.published.contacts import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    PeopleEvent,
    Person,
    PrimaryContactNamed,
)
from services.customer.published.fields import (
    BUILT_IN,
    CLASSES,
    KINDS,
    ChoiceAdded,
    ChoiceEvent,
    ChoiceRenamed,
    ChoiceRetired,
    FieldChoice,
    FieldDefined,
    FieldEvent,
    FieldRenamed,
    FieldRequired,
    FieldRetired,
    FieldsOrdered,
    OneFieldEvent,
)
from services.customer.published.files import FileAttached, FileEvent, FileRemoved
from services.customer.published.handovers import (
    CustomerKept,
    CustomersGivenBack,
    CustomersHandedOver,
    HandedOver,
    HandoverBegun,
    HandoverEnded,
    HandoverEvent,
    HandoverListed,
    HandoverUndone,
    HandoverUndoRequested,
    LeavingBegun,
    LeavingEnded,
    LeavingEvent,
    Sharer,
)
from services.customer.published.holders import Holders, held_after, of_row, to_row
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
    ReleaseRefused,
    SecondOwnerNamed,
    SharingEvent,
    StandingNoted,
    owner_after,
    pool_after,
)
from services.customer.published.placing import (
    MembershipEvent,
    Placed,
    members_after,
    place_after,
    place_of_row,
)
from services.customer.published.pools import (
    HIDEABLE,
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
from services.customer.published.reveals import PhonesRevealed, RevealCounted
from services.customer.published.standing import (
    OWNER,
    POOLS,
    Held,
    Standing,
    find,
    holding,
    in_its_pool,
    standing,
    standing_after,
)

# All on the customer's own stream:
CustomerEvent = (
    ProfileEvent
    | OwnershipEvent
    | SharingEvent
    | PeopleEvent
    | KeepingEvent
    | FileEvent
    | PhonesRevealed
    | ReleaseRefused
)
# All that the log of this service holds:
Event = (
    CustomerEvent
    | PortfolioEvent
    | PoolEvent
    | IdentityEvent
    | FieldEvent
    | ImportEvent
    | HandoverEvent
    | LeavingEvent
    | RevealCounted
)

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
DOWNCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "BUILT_IN",
    "CLASSES",
    "DOWNCASTS",
    "HIDEABLE",
    "KINDS",
    "OWNER",
    "PERSONAL",
    "POOLS",
    "UPCASTS",
    "Address",
    "ChoiceAdded",
    "ChoiceEvent",
    "ChoiceRenamed",
    "ChoiceRetired",
    "CollaboratorAdded",
    "CollaboratorRemoved",
    "Condition",
    "ContactAdded",
    "ContactEdited",
    "ContactRemoved",
    "CustomerArchived",
    "CustomerAssigned",
    "CustomerClaimed",
    "CustomerEdited",
    "CustomerEvent",
    "CustomerKept",
    "CustomerLocked",
    "CustomerRecycled",
    "CustomerRegistered",
    "CustomerReleased",
    "CustomerRestored",
    "CustomerUnlocked",
    "CustomerWithdrawn",
    "CustomersGivenBack",
    "CustomersHandedOver",
    "Event",
    "FieldChoice",
    "FieldDefined",
    "FieldEvent",
    "FieldRenamed",
    "FieldRequired",
    "FieldRetired",
    "FieldValue",
    "FieldsOrdered",
    "FileAttached",
    "FileEvent",
    "FileRemoved",
    "Handed",
    "HandedOver",
    "HandoverBegun",
    "HandoverEnded",
    "HandoverEvent",
    "HandoverListed",
    "HandoverUndoRequested",
    "HandoverUndone",
    "Held",
    "Holders",
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
    "KeepingEvent",
    "LeavingBegun",
    "LeavingEnded",
    "LeavingEvent",
    "LetGo",
    "MembershipEvent",
    "Messaging",
    "OneFieldEvent",
    "OwnershipEvent",
    "PeopleEvent",
    "Person",
    "Phone",
    "PhonesRevealed",
    "Placed",
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
    "PrimaryContactNamed",
    "Profile",
    "ProfileEvent",
    "RecycleWarned",
    "ReleaseRefused",
    "Return",
    "RevealCounted",
    "RowKept",
    "RowTold",
    "SecondOwnerNamed",
    "Sharer",
    "SharingEvent",
    "Shop",
    "Standing",
    "StandingNoted",
    "WarningStep",
    "WinCounted",
    "find",
    "held_after",
    "holding",
    "in_its_pool",
    "members_after",
    "of_row",
    "owner_after",
    "place_after",
    "place_of_row",
    "pool_after",
    "standing",
    "standing_after",
    "to_row",
]
