"""The sequential model: the rules of the domain told once more, and every commit held to them.

Written from the rules, not from the services: one owner, a quota, one customer per phone, and
a deal that is closed stays closed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from tests.chaos.checks.stored import Finding, Stored, name

Data = dict[str, Any]
Move = tuple[str, str, str]  # "+" or "-", person, customer


class Model:
    """Fed with commits in the order of each log."""

    def __init__(self, cap: int) -> None:
        self.cap = cap
        self.owner: dict[str, str | None] = {}
        self.held: dict[str, set[str]] = defaultdict(set)
        self.holder: dict[str, str | None] = {}  # of a phone or an address
        self.deal: dict[str, str] = {}
        self.rung: dict[str, str] = {}
        self.won: set[str] = set()  # customers of won deals, who stay on the ladder
        self._wrong: list[str] = []
        self._moves: set[Move] = set()  # what the portfolios have to show for this commit
        self._taken: set[Move] = set()

    def feed(self, commits: Iterable[Stored]) -> list[Finding]:
        found = []
        for commit in commits:
            self._wrong, self._moves, self._taken = [], set(), set()
            for event in commit.events:
                if rule := RULES.get(event["type"]):
                    rule(self, event["stream"].partition("/")[2], event["data"])
            if self._moves != self._taken:
                self._wrong.append(f"ownership {self._moves}, portfolios {self._taken}")
            found += [f"{name(commit)}: {wrong}" for wrong in self._wrong]
        return found

    def at_rest(self) -> list[Finding]:
        """What must hold when nothing follows from anything any more."""
        return [
            f"customer {id}: owner {owner}, yet on rung {self.rung.get(id, 'pool')}"
            for id, owner in self.owner.items()
            if id not in self.won and (owner is None) != (self.rung.get(id, "pool") == "pool")
        ]

    def require(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self._wrong.append(otherwise)

    def own(self, id: str, before: str | None, now: str | None) -> None:
        self.require(self.owner.get(id) == before, f"{id}: {self.owner.get(id)}, not {before}")
        self.owner[id] = now
        self._moves |= {("-", before, id)} if before else set()
        self._moves |= {("+", now, id)} if now else set()

    def registered(self, id: str, data: Data) -> None:
        self.require(id not in self.owner, f"{id} is registered twice")
        self.own(id, None, data["owner"])

    def claimed(self, id: str, data: Data) -> None:
        self.require(id in self.owner, f"{id} was never registered")
        self.own(id, None, data["by"])

    def released(self, id: str, data: Data) -> None:
        self.own(id, data["owner_before"], None)

    def assigned(self, id: str, data: Data) -> None:
        self.own(id, data["owner_before"], data["to"])

    def taken(self, person: str, data: Data) -> None:
        id = data["customer_id"]
        self.require(id not in self.held[person], f"{person} takes {id} twice")
        self.held[person].add(id)
        self.require(len(self.held[person]) <= self.cap, f"{person} holds more than {self.cap}")
        self._taken.add(("+", person, id))

    def dropped(self, person: str, data: Data) -> None:
        id = data["customer_id"]
        self.require(id in self.held[person], f"{person} drops {id} without holding it")
        self.held[person].discard(id)
        self._taken.add(("-", person, id))

    def reserved(self, identity: str, data: Data) -> None:
        before = self.holder.get(identity)
        self.require(before is None, f"{identity} is {before}'s and reserved for another")
        self.holder[identity] = data["holder"]

    def freed(self, identity: str, data: Data) -> None:
        self.require(self.holder.get(identity) == data["holder"], f"{identity} freed by another")
        self.holder[identity] = None

    def climbed(self, id: str, data: Data) -> None:
        at = self.rung.get(id, "pool")
        self.require(at == data["was"], f"ladder of {id}: {at}, the event says {data['was']}")
        self.rung[id] = data["to"]

    def opened(self, id: str, data: Data) -> None:
        self.require(id not in self.deal, f"deal {id} is opened twice")
        self.deal[id] = data["stage"]

    def moved(self, id: str, data: Data) -> None:
        self.require(self.deal.get(id) == data["was"], f"deal {id} is {self.deal.get(id)}")
        self.deal[id] = data["to"]

    def closed(self, id: str, stage: str) -> None:
        self.require(self.deal.get(id) in ("prospecting", "engaging"), f"deal {id} closed twice")
        self.deal[id] = stage

    def deal_won(self, id: str, data: Data) -> None:
        self.closed(id, "won")
        self.won |= {data["customer_id"]} - {None}

    def deal_lost(self, id: str, data: Data) -> None:
        self.closed(id, "lost")


RULES: dict[str, Callable[[Model, str, Data], None]] = {
    "CustomerRegistered": Model.registered,
    "CustomerClaimed": Model.claimed,
    "CustomerReleased": Model.released,
    "CustomerWithdrawn": Model.released,
    "CustomerRecycled": Model.released,
    "CustomerAssigned": Model.assigned,
    "HoldingTaken": Model.taken,
    "HoldingDropped": Model.dropped,
    "IdentityReserved": Model.reserved,
    "IdentityFreed": Model.freed,
    "StageAdvanced": Model.climbed,
    "StageReverted": Model.climbed,
    "OpportunityOpened": Model.opened,
    "OpportunityStageChanged": Model.moved,
    "OpportunityWon": Model.deal_won,
    "OpportunityLost": Model.deal_lost,
}
