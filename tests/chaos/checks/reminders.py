"""Who was to be reminded was, once: each plan of a next contact held against what was told of it.

Written from the rules, not from the service: whoever has a customer when the moment comes that its
last follow-up planned is told so, in the commit that says it; nobody is told the same twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.chaos.checks.stored import Finding, Stored, name

HANDED = frozenset({
    "CustomerClaimed", "CustomerAssigned", "CustomerRestored", "CustomerReleased",
    "CustomerWithdrawn", "CustomerRecycled", "CustomerArchived",
})  # fmt: skip
CLOCKS = timedelta(seconds=5)  # by which two processes may differ, and who looks each second
Data = Mapping[str, Any]


@dataclass
class Reminders:
    """Fed with commits, log by log in the order of each."""

    plans: dict[str, tuple[datetime, str]] = field(default_factory=dict)  # by customer
    handed: dict[str, datetime] = field(default_factory=dict)  # when last
    contacted: dict[str, datetime] = field(default_factory=dict)  # when last, as it was told
    told: set[tuple[str, str, str, int]] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)  # of each person's newest notification
    checked: int = 0  # plans that were held against a reminder

    def feed(self, commits: Iterable[Stored]) -> list[Finding]:
        return [f"{name(commit)}: {wrong}" for commit in commits for wrong in self._one(commit)]

    def missing(self, now: datetime) -> list[Finding]:
        """Plans whose moment is over, of customers that nobody has touched since."""
        over = [id for id, (due, _) in self.plans.items() if due + CLOCKS < now]
        return [f"nobody was reminded of {id}, {self.plans.pop(id)[1]}" for id in over]

    def forget(self) -> None:
        """Where clocks were wrong nobody can say what came before what."""
        self.plans.clear()

    def _one(self, commit: Stored) -> list[str]:
        found: list[str] = []
        for event in commit.events:
            data = event["data"]
            if commit.source == "customer" and event["type"] in HANDED:
                self._changed_hands(data["customer_id"], commit.at)
            elif event["type"] == "FollowUpLogged":
                self._plan(data, f"planned at {name(commit)}")
            elif event["type"] == "ContactReminded":
                found += self._reminded(data, commit)
            elif event["type"] == "PersonNotified":
                found += self._numbered(data)
        return found

    def _changed_hands(self, id: str, at: datetime) -> None:
        self.plans.pop(id, None)
        self.handed[id] = at

    def _plan(self, data: Data, where: str) -> None:
        """The latest one counts; not where the customer may have changed hands since."""
        id, entered = data["customer_id"], datetime.fromisoformat(data["entered_at"])
        at = datetime.fromisoformat(data["at"])
        if at < self.contacted.get(id, at):
            return  # older than what is known: by a wrong clock, or loaded
        self.contacted[id] = at
        self.plans.pop(id, None)
        handed = self.handed.get(id)
        planned = data["next_contact_at"] and data["owner"]  # of what lies in a pool: nobody is
        if planned and not (handed and handed >= entered - CLOCKS):
            self.plans[id] = datetime.fromisoformat(data["next_contact_at"]), where

    def _reminded(self, data: Data, commit: Stored) -> list[str]:
        id, found = data["customer_id"], []
        step = (id, data["kind"], data["since"], data["days"])
        if step in self.told:
            found.append(f"{id} is told a second time: {step[1:]}")
        self.told.add(step)
        people = [e["data"]["person"] for e in commit.events if e["type"] == "PersonNotified"]
        if sorted(people) != sorted(data["people"]):
            found.append(f"{data['people']} were reminded of {id}, {people} were told")
        if id in self.plans and data["kind"] == "due":
            del self.plans[id]
            self.checked += 1
        return found

    def _numbered(self, data: Data) -> list[str]:
        person, due = data["person"], self.numbers.get(data["person"], 0) + 1
        self.numbers[person] = data["number"]
        if data["number"] == due:
            return []
        return [f"notification {data['number']} of {person} comes where {due} was to come"]
