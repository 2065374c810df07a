"""A read model is a fold from events to rows, named by key; its queries live in the same file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.event import Recorded

Row = dict[str, Any]  # plain JSON, datetime and Decimal; "_id" is the key


@dataclass(frozen=True)
class Projection:
    """`key` names the rows that an event concerns: one, several or none.

    `evolve` is pure and must not change the row that it is given; a row that does not exist yet
    is `{"_id": key}`; `None` deletes it. A field of a row is derived from one source only, so that
    two sources may arrive in either order (or it is a fold that does not mind, such as a maximum).

    `begins` names events before which, as positions go, there is no row under any of their keys:
    live folding does not look for one.
    """

    name: str
    events: Any  # the union of event classes it understands; others pass by
    key: Callable[[Recorded], str | Iterable[str]]
    evolve: Callable[[Row, Recorded], Row | None]
    indexes: tuple[Any, ...] = ()  # as for pymongo's create_index: [("owner", 1), ("_id", 1)], …
    edition: int = 1  # raised when rows of before would be misread: they are built anew
    begins: Any = ()  # a class, or the union of classes

    @property
    def title(self) -> str:
        """What a checkpoint knows these rows by: directory, directory@2, …"""
        return self.name if self.edition == 1 else f"{self.name}@{self.edition}"

    def keys(self, recorded: Recorded) -> tuple[str, ...]:
        named = self.key(recorded)
        return (named,) if isinstance(named, str) else tuple(named)

    def apply(self, rows: Mapping[str, Row], recorded: Recorded) -> dict[str, Row]:
        """The rows after one more event; for tests and for checks against a fresh fold."""
        changed: dict[str, Row] = dict(rows)
        for key in self.keys(recorded):
            row = self.evolve(dict(changed.get(key) or {"_id": key}), recorded)
            if row is None:
                changed.pop(key, None)
            else:
                changed[key] = row
        return changed
