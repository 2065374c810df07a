"""Small tables that nearly every question needs: looked at once a second, not for each question.

Who gives a position to read after gets one that was read after it; of all others a pool's members
and the company's own fields are at most as old as what the gateway knows of people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from kernel.projection import Projection
from kernel.rows import Rows
from services.analytics.reading import Documents

KEPT_SECONDS = 1.0
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Copy:
    value: Any
    began: float  # reading it


_copies: WeakKeyDictionary[Rows, dict[str, Copy]] = WeakKeyDictionary()  # of this process


def kept(
    rows: Rows,
    projection: Projection,
    read: Callable[[Documents], Value],
    anew: bool = False,
    clock: Callable[[], float] = monotonic,
) -> Value:
    """What `read` makes of these rows, which must not be changed: a copy, if it is young enough."""
    mine = _copies.setdefault(rows, {})
    known, now = mine.get(projection.name), clock()
    if known and not anew and now - known.began < KEPT_SECONDS:
        value: Value = known.value
        return value
    value = read(rows.collection(projection))
    newest = mine.get(projection.name)  # another question may have read it meanwhile
    if newest is None or newest.began <= now:
        mine[projection.name] = Copy(value, now)
    return value
