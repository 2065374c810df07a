"""On whose behalf, why and under which id a command runs, from HTTP to event to reaction."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

RIGHTS = ("visibility", "team")


@dataclass(frozen=True, slots=True)
class Context:
    actor: str = "system"
    role: str = "system"
    command_id: str = ""  # unique per command; "" lets the chassis make one
    fingerprint: str = ""  # digest of the request: the same id with another one is refused
    correlation_id: str = ""  # everything that followed from one request shares it
    causation_id: str = ""  # id of the event that a reaction answers
    traceparent: str = ""  # W3C trace context
    visibility: str = "own"  # own, team, all: whose records they see
    team: str = ""  # names, one a line, of whom they see beside themselves

    @property
    def people(self) -> frozenset[str]:
        """The caller, and whose records they see beside their own, unless they see all."""
        return frozenset([self.actor, *filter(None, self.team.split("\n"))])

    @property
    def sees_all(self) -> bool:
        return self.visibility == "all"

    def sees(self, *owners: str | None) -> bool:
        """Whether what belongs to one of these is theirs to see."""
        return self.sees_all or not self.people.isdisjoint(owners)

    def to_json(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in NAMES}

    def recorded(self) -> dict[str, str]:
        """What is kept with a commit: who and why, not what else they could see on that day."""
        kept = {name: value for name, value in self.to_json().items() if value}
        return {name: value for name, value in kept.items() if name not in RIGHTS}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Context":
        """Raises TypeError when a value is no string; unknown names are left out."""
        known = {name: raw[name] for name in NAMES if name in raw}
        if not all(isinstance(value, str) for value in known.values()):
            raise TypeError("context values are strings")
        return cls(**known)


NAMES = tuple(field.name for field in fields(Context))
