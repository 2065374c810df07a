"""What was sent by webhook against the logs: all of it, each subject in its order, and signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.checks.published import Shelf, from_envelope
from tests.chaos.checks.stored import Finding, Stored


@dataclass
class Hooked:
    """Of all events of one source, from the beginning of its log on."""

    source: str
    shelf: Shelf = field(default_factory=Shelf)
    last: dict[str, int] = field(default_factory=dict)  # version of each subject
    wrong: list[Finding] = field(default_factory=list)

    def take(self, envelope: Mapping[str, Any], signed: bool) -> None:
        """What is sent again, after a crash say, is no fault, and may come at any time."""
        source, position, subject, version, _ = from_envelope(envelope)
        if not signed:
            self.wrong.append(f"{source}:{position} was sent with a wrong signature")
        if (source, position) not in self.shelf.seen:
            before = self.last.get(subject, 0)
            if version != before + 1:
                went = f"{subject} went from {before} to {version}"
                self.wrong.append(f"inversion: by webhook, {source}:{position}: {went}")
            self.last[subject] = version
        self.shelf.put(envelope)

    def missing(self, heads: Mapping[str, int], checked: Mapping[str, int]) -> list[Finding]:
        """What was not taken yet; what happens of somebody else is not for it."""
        late = self.shelf.missing({self.source: heads[self.source]}, checked)
        return [f"lost: {at[0]}:{at[1]} is stored and was not sent by webhook" for at in late]

    def differs(self, commits: Iterable[Stored], heads: Mapping[str, int]) -> list[Finding]:
        wrong, self.wrong = self.wrong, []
        found = [*self.shelf.compare(commits), *self.shelf.phantoms(heads)]
        return [*wrong, *(f"by webhook, {one}" for one in found)]
