"""Which events a subscriber is sent, and may read: `customer.*,pipeline.OpportunityWon`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from kernel.envelope import Envelope, routing_key

EVERYTHING = "customer.*,pipeline.*"
NOTHING = "-"  # no type is called so


@dataclass(frozen=True)
class Wanted:
    patterns: tuple[str, ...]

    @property
    def sources(self) -> set[str]:
        """Those that the subscriber has to follow."""
        return {pattern.partition(".")[0] for pattern in self.patterns}

    def sends(self, envelope: Envelope) -> bool:
        return self.wants(routing_key(envelope))

    def wants(self, key: str) -> bool:
        return any(fnmatchcase(key, pattern) for pattern in self.patterns)

    def types(self, source: str, asked: Sequence[str], all_types: Iterable[str]) -> list[str]:
        """Those that are asked for, or all, as far as it may read them; empty: whatever there is"""
        if f"{source}.*" in self.patterns:
            return list(asked)
        return [name for name in asked or all_types if self.wants(f"{source}.{name}")] or [NOTHING]


def wanted(text: str) -> Wanted:
    return Wanted(tuple(part.strip() for part in text.split(",") if part.strip()))
