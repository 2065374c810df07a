"""How often a command asks its rows and its log."""

from collections import Counter
from typing import Any


def counted(desk: Any) -> Counter[str]:
    """From now on, of the desk or office that has these: `log` and `owners`."""
    asked: Counter[str] = Counter()

    def counting(what: Any, name: str) -> None:
        does = getattr(what, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            asked[name] += 1
            return does(*args, **kwargs)

        setattr(what, name, call)

    for name in ("append", "excerpts", "find", "stream", "after"):
        counting(desk.log, name)
    of = desk.owners.collection

    def collection(projection: Any) -> Any:
        rows = of(projection)
        for name in ("find_one", "find"):
            counting(rows, name)
        return rows

    desk.owners.collection = collection
    return asked
