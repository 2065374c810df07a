"""Who asks, and which rows exist for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kernel.context import Context
from kernel.projection import Row
from kernel.refusal import Forbidden, NotFound
from services import masked
from services.analytics.parameters import wrong
from services.analytics.pools import NOTHING_HIDDEN, Known, known
from services.customer.events import Holders, of_row
from services.rights import LEADS, STAFF

ANYBODY = ""  # sees what lies in a pool
MOST_PEOPLE = 2_000  # of a team
SHARED = "\n"  # before a collaborator's name; no name begins with it

Condition = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asker:
    user: str
    people: frozenset[str]  # whose records they see, their own among them
    sees_all: bool
    at: datetime
    pools: Known = NOTHING_HIDDEN
    leads: bool = False
    masks: frozenset[str] = frozenset({"phones"})  # for who does not hold a customer

    def customers(self) -> Condition:
        """Those of their pools, of people whose records they see, and what is shared with them."""
        if self.sees_all:
            return {}
        people = sorted(self.people)
        lying = {"seen_by": ANYBODY} | self.pools.lying()
        found = {"seen_by": {"$in": [ANYBODY, *people, SHARED + self.user]}}  # by an index
        return found | {"$or": [{"seen_by": {"$in": people}}, lying, self.sharing()]}

    def sees(self, row: Mapping[str, Any]) -> bool:
        """What `customers` says, of one row."""
        return (
            self.sees_all
            or not self.people.isdisjoint(row["seen_by"])
            or (ANYBODY in row["seen_by"] and self.pools.admits(row["pool"], row["kept_in"]))
            or of_row(row).collaborates(self.user, self.at)
        )

    def sharing(self) -> Condition:
        still = {"$or": [{"until": None}, {"until": {"$gt": self.at}}]}
        return {"collaborators": {"$elemMatch": {"person": self.user} | still}}

    def holding(self) -> Condition:
        """Of the rows that they see those that they hold; `holds` says the same of one row."""
        return {} if self.leads else {"$or": [{"seen_by": self.user}, self.sharing()]}

    def among(self, limited: Iterable[Row]) -> "Asker":
        """The same, who knows of which of these pools they are a member."""
        return self if self.sees_all else replace(self, pools=known(limited, self.user))

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Who has it or had it when it was archived, who shares it, and managers."""
        kept_for = row["seen_by"] if row["archived"] else ()
        mine = self.user in (row["owner"], row["second_owner"], *kept_for)
        return self.leads or mine or of_row(row).collaborates(self.user, self.at)

    def masked(self, row: Mapping[str, Any]) -> frozenset[str]:
        return frozenset() if self.holds(row) else self.masks

    def about(self, person: str) -> "Asker":
        """The same, who looks at one of the people alone; NotFound for one whom they do not see."""
        if not (self.sees_all or person in self.people):
            raise NotFound(what="person", id=person)
        return replace(self, people=frozenset([person]), sees_all=False)

    def of_people(self, people: Any) -> "Asker":
        """The same, who looks at some of the people alone: those of a team whom they see."""
        if not isinstance(people, list | tuple) or len(people) > MOST_PEOPLE:
            raise wrong("people", f"is a list of at most {MOST_PEOPLE} people")
        named = frozenset(map(str, people))
        theirs = named if self.sees_all else named & self.people
        return replace(self, people=theirs, sees_all=False)

    def own(self, field: str = "owner") -> Condition:
        """Deals and figures: of the people whose records they see."""
        return {} if self.sees_all else {field: {"$in": sorted(self.people)}}


def seen_by(held: Holders) -> list[str]:
    """What a customer's row is found by: who has it, with whom it is shared; in a pool anybody."""
    people = [
        held.owner or ANYBODY,
        held.second_owner,
        *(SHARED + who for who in held.collaborators),
    ]
    return [person for person in dict.fromkeys(people) if person is not None]


def asker(context: Context, at: datetime) -> Asker:
    """Raises Forbidden for a role that has no lists and reports."""
    if context.role not in STAFF:
        raise Forbidden("role-not-allowed", f"the role {context.role!r} has no lists or reports")
    leads, masks = context.role in LEADS, masked.fields()
    return Asker(context.actor, context.people, context.sees_all, at, leads=leads, masks=masks)
