"""Which events change what somebody has on a screen: of what kind it is, its id, and whose it was.

A name that stands in no table here changes nothing that is shown, or what does stand beside it in
the same commit: the list of a handover says what each customer's own events say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.envelope import kind

KINDS = ("customer", "opportunity", "follow-up", "task", "appointment")
POOL = "pool"  # who belongs to one: what everybody sees may have changed
PUBLIC = "public"
CUSTOMER = (
    "CustomerRegistered", "CustomerEdited", "CustomerClaimed", "CustomerReleased",
    "CustomerAssigned", "CustomerWithdrawn", "CustomerRecycled", "CustomerArchived",
    "CustomerRestored", "SecondOwnerNamed", "CollaboratorAdded", "CollaboratorRemoved",
    "CustomerLocked", "CustomerUnlocked", "RecycleWarned", "ContactAdded", "ContactEdited",
    "ContactRemoved", "PrimaryContactNamed", "FileAttached", "FileRemoved",
)  # fmt: skip
OPPORTUNITY = (
    "OpportunityOpened", "OpportunityStageChanged", "OpportunityWon", "OpportunityLost",
    "OpportunityReassigned", "OpportunityEdited", "OpportunityItemsSet", "OpportunityShared",
    "KeyDealMarked", "OpportunityReopened", "OpportunityMigrated", "OpportunityStuck",
)  # fmt: skip
FOLLOW_UP = ("FollowUpLogged", "FollowUpAmended", "FollowUpFileAttached", "FollowUpFileRemoved")
TASK = ("TaskGiven", "TaskEdited", "TaskPassedOn", "TaskDone", "TaskReopened", "TaskDropped")
APPOINTMENT = (
    "AppointmentBooked", "AppointmentEdited", "AppointmentRescheduled", "AppointmentCancelled",
    "AttendanceChanged", "InvitationAnswered", "OccurrenceMoved", "OccurrenceCancelled",
    "AppointmentHandedOver", "AppointmentGivenBack",
)  # fmt: skip
TOLD: Mapping[str, Mapping[str, str]] = {  # of each source, events and the kind that they change
    "customer": dict.fromkeys(CUSTOMER, "customer")
    | dict.fromkeys(("PoolMembersSet", "PoolAdminsSet", "PoolFieldsShown"), POOL),
    "pipeline": dict.fromkeys(OPPORTUNITY, "opportunity")
    | dict.fromkeys(("StageAdvanced", "StageReverted"), "customer"),
    "activity": dict.fromkeys(FOLLOW_UP, "follow-up")
    | dict.fromkeys(TASK, "task")
    | dict.fromkeys(APPOINTMENT, "appointment")
    | dict.fromkeys(("ContactReset", "DoNotContactSet"), "customer"),
}
SOURCES = tuple(TOLD)


@dataclass(frozen=True, slots=True)
class Change:
    kind: str
    id: str
    customer_id: str | None
    event: str
    source: str
    position: int
    at: str
    people: tuple[str, ...] = ()  # whose it was until then
    pool: str | None = None  # that it lay in until then

    def asked(self) -> dict[str, Any]:
        """As it is asked whether somebody sees it."""
        return {"kind": self.kind, "id": self.id, "people": self.people, "pool": self.pool}

    def told(self, gone: bool) -> dict[str, Any]:
        """Nothing but where to look: what it says is read, within rights, by who wants to know."""
        return {
            "type": self.kind, "id": self.id, "customer_id": self.customer_id,
            "event": self.event, "position": f"{self.source}:{self.position}", "at": self.at,
            "gone": gone,
        }  # fmt: skip


def changes(envelopes: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Of those events that change anything, in their order."""
    return [found for one in envelopes if (found := change(one)) is not None]


def change(envelope: Mapping[str, Any]) -> Change | None:
    source, event, _ = kind(envelope["type"])
    changed, data = TOLD.get(source, {}).get(event), envelope["data"]
    if changed is None:
        return None
    return Change(
        changed, str(data[f"{changed.replace('-', '_')}_id"]), data.get("customer_id"), event,
        source, envelope["position"], envelope["time"], people_before(event, data),
        pool_before(event, data),
    )  # fmt: skip


def people_before(event: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    """Who may have lost sight of it with this, as far as the event names them."""
    match event:
        case "CollaboratorRemoved" | "AppointmentHandedOver":
            named = [data["person"]]
        case "AppointmentGivenBack":
            named = [data["before"]]
        case "AttendanceChanged":
            named = data["released"]
        case _:
            named = [data.get("owner_before"), data.get("person_before")]
    return tuple(str(one) for one in named if one is not None)


def pool_before(event: str, data: Mapping[str, Any]) -> str | None:
    """Out of which pool it came with this, so that its members see it there no more."""
    match event:
        case "CustomerClaimed":
            return str(data.get("rules_pool") or PUBLIC)
        case "CustomerAssigned" if data["owner_before"] is None:
            return str(data.get("rules_pool") or PUBLIC)
        case "CustomerArchived":
            pool: str | None = data["pool_before"]
            return pool
        case _:
            return None
