"""What can happen to a customer, to a person's holding and to an identity: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast. `at` is when it happened.
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
from services.customer.published.holders import Holders, held_after, of_row, to_row
from services.customer.published.identity import IdentityEvent, IdentityFreed, IdentityReserved
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

# All on the customer's own stream.
CustomerEvent = ProfileEvent | OwnershipEvent | SharingEvent | PeopleEvent
# All that the log of this service holds.
Event = CustomerEvent | PortfolioEvent | IdentityEvent | FieldEvent

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "BUILT_IN",
    "CLASSES",
    "KINDS",
    "PERSONAL",
    "UPCASTS",
    "Address",
    "ChoiceAdded",
    "ChoiceEvent",
    "ChoiceRenamed",
    "ChoiceRetired",
    "CollaboratorAdded",
    "CollaboratorRemoved",
    "ContactAdded",
    "ContactEdited",
    "ContactRemoved",
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
    "FieldChoice",
    "FieldDefined",
    "FieldEvent",
    "FieldRenamed",
    "FieldRequired",
    "FieldRetired",
    "FieldValue",
    "FieldsOrdered",
    "Handed",
    "Holders",
    "HoldingDropped",
    "HoldingTaken",
    "IdentityEvent",
    "IdentityFreed",
    "IdentityReserved",
    "LetGo",
    "Messaging",
    "OneFieldEvent",
    "OwnershipEvent",
    "PeopleEvent",
    "Person",
    "Phone",
    "PortfolioEvent",
    "PrimaryContactNamed",
    "Profile",
    "ProfileEvent",
    "SecondOwnerNamed",
    "SharingEvent",
    "Shop",
    "held_after",
    "of_row",
    "owner_after",
    "pool_after",
    "to_row",
]
