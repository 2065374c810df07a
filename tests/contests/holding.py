"""Who has a customer, by the customers' own events and by people's portfolios, commit by commit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]
OWNER = {  # which field of an event names the owner from then on
    "CustomerRegistered": "owner", "CustomerRestored": "owner", "CustomerClaimed": "by",
    "CustomerAssigned": "to", "CustomerReleased": "", "CustomerWithdrawn": "",
    "CustomerRecycled": "", "CustomerArchived": "",
}  # fmt: skip


@dataclass
class Holding:
    owner: dict[str, str | None] = field(default_factory=dict)  # by customer
    hands: dict[str, set[str]] = field(default_factory=dict)  # by customer, whose portfolio has it
    held: dict[str, set[str]] = field(default_factory=dict)  # by person
    two_hands: int = 0  # commits that left a customer in two portfolios
    apart: int = 0  # commits that left a customer's owner without it, or another with it

    def commit(self, document: Document) -> None:
        touched = set()
        for event in document["events"]:
            kind, data = event["type"], event["data"]
            if kind in OWNER:
                self.owner[data["customer_id"]] = data.get(OWNER[kind])
            elif kind in ("HoldingTaken", "HoldingDropped"):
                self._move(kind == "HoldingTaken", data["person"], data["customer_id"])
            else:
                continue
            touched.add(data["customer_id"])
        for id in touched:
            hands, owner = self.hands.get(id, set()), self.owner.get(id)
            self.two_hands += len(hands) > 1
            self.apart += hands != ({owner} if owner else set())

    def _move(self, taken: bool, person: str, id: str) -> None:
        for kept, one in ((self.hands.setdefault(id, set()), person),
                          (self.held.setdefault(person, set()), id)):  # fmt: skip
            if taken:
                kept.add(one)
            else:
                kept.discard(one)

    @property
    def damage(self) -> dict[str, int]:
        return {
            "customers in two portfolios": self.two_hands,
            "owners and portfolios that differ": self.apart,
        }


def holding(log: Iterable[Document]) -> Holding:
    """At the end of the log."""
    found = Holding()
    for document in log:
        found.commit(document)
    return found
