"""What can happen to a customer, to a person's holding and to an identity: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast and a downcast. `at` is when it happened.
"""

from collections.abc import Callable
from typing import Any

from services.customer.published.contacts import (
    ContactAdded as ContactAdded,
    ContactEdited as ContactEdited,
    ContactRemoved as ContactRemoved,
    PeopleEvent as PeopleEvent,
    Person as Person,
    PrimaryContactNamed as PrimaryContactNamed,
)
from services.customer.published.fields import (
    BUILT_IN as BUILT_IN,
    CLASSES as CLASSES,
    KINDS as KINDS,
    ChoiceAdded as ChoiceAdded,
    ChoiceEvent as ChoiceEvent,
    ChoiceRenamed as ChoiceRenamed,
    ChoiceRetired as ChoiceRetired,
    FieldChoice as FieldChoice,
    FieldDefined as FieldDefined,
    FieldEvent as FieldEvent,
    FieldRenamed as FieldRenamed,
    FieldRequired as FieldRequired,
    FieldRetired as FieldRetired,
    FieldsOrdered as FieldsOrdered,
    OneFieldEvent as OneFieldEvent,
)
from services.customer.published.files import (
    FileAttached as FileAttached,
    FileEvent as FileEvent,
    FileRemoved as FileRemoved,
)
from services.customer.published.handovers import (
    CustomerKept as CustomerKept,
    CustomersGivenBack as CustomersGivenBack,
    CustomersHandedOver as CustomersHandedOver,
    HandedOver as HandedOver,
    HandoverBegun as HandoverBegun,
    HandoverEnded as HandoverEnded,
    HandoverEvent as HandoverEvent,
    HandoverListed as HandoverListed,
    HandoverUndone as HandoverUndone,
    HandoverUndoRequested as HandoverUndoRequested,
    LeavingBegun as LeavingBegun,
    LeavingEnded as LeavingEnded,
    LeavingEvent as LeavingEvent,
    Sharer as Sharer,
)
from services.customer.published.holders import (
    Holders as Holders,
    held_after as held_after,
    of_row as of_row,
    to_row as to_row,
)
from services.customer.published.identity import (
    IdentityEvent as IdentityEvent,
    IdentityFreed as IdentityFreed,
    IdentityReserved as IdentityReserved,
)
from services.customer.published.imports import (
    ImportedColumn as ImportedColumn,
    ImportEvent as ImportEvent,
    ImportFailed as ImportFailed,
    ImportFinished as ImportFinished,
    ImportRequested as ImportRequested,
    ImportRowsTaken as ImportRowsTaken,
    ImportRowsUndone as ImportRowsUndone,
    ImportUndone as ImportUndone,
    ImportUndoRequested as ImportUndoRequested,
    RowKept as RowKept,
    RowTold as RowTold,
)
from services.customer.published.keeping import (
    CustomerLocked as CustomerLocked,
    CustomerUnlocked as CustomerUnlocked,
    KeepingEvent as KeepingEvent,
    RecycleWarned as RecycleWarned,
    StandingNoted as StandingNoted,
)
from services.customer.published.ownership import (
    CustomerArchived as CustomerArchived,
    CustomerAssigned as CustomerAssigned,
    CustomerClaimed as CustomerClaimed,
    CustomerRecycled as CustomerRecycled,
    CustomerReleased as CustomerReleased,
    CustomerRestored as CustomerRestored,
    CustomerWithdrawn as CustomerWithdrawn,
    Handed as Handed,
    LetGo as LetGo,
    OwnershipEvent as OwnershipEvent,
    ReleaseRefused as ReleaseRefused,
    owner_after as owner_after,
    pool_after as pool_after,
)
from services.customer.published.placing import (
    MembershipEvent as MembershipEvent,
    members_after as members_after,
)
from services.customer.published.pools import (
    HIDEABLE as HIDEABLE,
    Condition as Condition,
    PoolAdminsSet as PoolAdminsSet,
    PoolClosed as PoolClosed,
    PoolEvent as PoolEvent,
    PoolFieldsShown as PoolFieldsShown,
    PoolMembersSet as PoolMembersSet,
    PoolOpened as PoolOpened,
    PoolRenamed as PoolRenamed,
    PoolRule as PoolRule,
    PoolRulesSet as PoolRulesSet,
    Return as Return,
    WarningStep as WarningStep,
)
from services.customer.published.portfolio import (
    HoldingDropped as HoldingDropped,
    HoldingTaken as HoldingTaken,
    PortfolioEvent as PortfolioEvent,
    WinCounted as WinCounted,
)
from services.customer.published.profile import (
    Address as Address,
    CustomerEdited as CustomerEdited,
    CustomerRegistered as CustomerRegistered,
    FieldValue as FieldValue,
    Messaging as Messaging,
    Phone as Phone,
    Profile as Profile,
    ProfileEvent as ProfileEvent,
    Shop as Shop,
)
from services.customer.published.reveals import (
    PhonesRevealed as PhonesRevealed,
    RevealCounted as RevealCounted,
)
from services.customer.published.sharing import (
    CollaboratorAdded as CollaboratorAdded,
    CollaboratorRemoved as CollaboratorRemoved,
    SecondOwnerNamed as SecondOwnerNamed,
    SharingEvent as SharingEvent,
)
from services.customer.published.standing import (
    OWNER as OWNER,
    POOLS as POOLS,
    Held as Held,
    Standing as Standing,
    find as find,
    holding as holding,
    in_its_pool as in_its_pool,
    standing as standing,
    standing_after as standing_after,
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
