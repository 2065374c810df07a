"""On whose behalf, why and under which id a command runs, from HTTP to event to reaction."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Context:
    actor: str = "system"
    role: str = "system"
    command_id: str = ""  # unique per command; "" lets the chassis make one
    fingerprint: str = ""  # digest of the request: the same id with another one is refused
    correlation_id: str = ""  # everything that followed from one request shares it
    causation_id: str = ""  # id of the event that a reaction answers
    traceparent: str = ""  # W3C trace context

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Context":
        """Raises TypeError when a value is no string; unknown names are left out."""
        known = {field.name: raw[field.name] for field in fields(cls) if field.name in raw}
        if not all(isinstance(value, str) for value in known.values()):
            raise TypeError("context values are strings")
        return cls(**known)
