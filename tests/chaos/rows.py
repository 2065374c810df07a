"""Every row of every read model against a fold of the logs from their beginning."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kernel.checksum import canonical
from kernel.codec import Codec
from kernel.document import from_document
from kernel.envelope import envelopes, open_envelope
from kernel.group import Group
from kernel.projection import Row
from kernel.rows import Rows
from kernel.table import as_stored
from services.groups import GROUPS
from tests.chaos.checks.stored import Finding, Stored
from tests.chaos.stack import Stack

AT_ONCE = 1000
Key = tuple[str, str]  # name of a group, of a projection


class Fold:
    """What the rows must be; remembers which have changed since they were last compared."""

    def __init__(self) -> None:
        self.rows: dict[Key, dict[str, Row | None]] = defaultdict(dict)
        self.changed: dict[Key, set[str]] = defaultdict(set)

    def feed(self, commits: Iterable[Stored]) -> None:
        for commit in commits:
            document = {
                "_id": commit.position, "events": commit.events, "at": commit.at,
                "meta": commit.meta,
            }  # fmt: skip
            for envelope in envelopes(commit.source, from_document(document)):
                for name, group in GROUPS.items():
                    if commit.source in group.sources:
                        self._take(name, group, group.sources[commit.source], envelope)

    def _take(self, name: str, group: Group, codec: Codec, envelope: dict[str, Any]) -> None:
        recorded = open_envelope(envelope, codec)
        _, _, kind, _ = envelope["type"].split(".")
        for projection in group.concerned(recorded.source, kind):
            rows = self.rows[name, projection.name]
            for key in projection.keys(recorded):
                row = projection.evolve(rows.get(key) or {"_id": key}, recorded)
                rows[key] = None if row is None else as_stored(row)
                self.changed[name, projection.name].add(key)


def differences(stack: Stack, fold: Fold, everything: bool = False) -> list[Finding]:
    """Rows that are not as the fold has them: of those that changed, or of all there are."""
    found: list[Finding] = []
    for name, group in GROUPS.items():
        views = Rows(stack.database(group.service), group)
        for projection in group.projections:
            at = name, projection.name
            keys = set(fold.rows[at]) if everything else fold.changed[at]
            stored = views.collection(projection)
            found += compare(f"{name}/{projection.name}", fold.rows[at], stored, sorted(keys))
            if everything:
                found += strangers(f"{name}/{projection.name}", fold.rows[at], stored)
            fold.changed[at] = set()
    return found


def compare(what: str, due: dict[str, Row | None], stored: Any, keys: list[str]) -> list[Finding]:
    found = []
    for start in range(0, len(keys), AT_ONCE):
        page = keys[start : start + AT_ONCE]
        there = {row["_id"]: row for row in stored.find({"_id": {"$in": page}})}
        found += [
            f"{what} {key}: is {there.get(key)}, the fold of the log says {due[key]}"
            for key in page
            if not alike(due[key], there.get(key))
        ]
    return found


def strangers(what: str, due: dict[str, Row | None], stored: Any) -> list[Finding]:
    """Rows that no event speaks of."""
    known = {key for key, row in due.items() if row is not None}
    there = {row["_id"] for row in stored.find({}, {"_id": 1})}
    return [f"{what} {key}: a row that the log knows nothing of" for key in there - known]


def alike(due: Row | None, row: Row | None) -> bool:
    if due is None or row is None:
        return due is None and row is None
    return canonical(due) == canonical(row)
