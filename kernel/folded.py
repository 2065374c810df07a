"""What a fold has changed, for who stores its rows."""

from typing import Any

from kernel.fold import Fold


def changed(fold: Fold) -> int:
    return sum(table.changed for table in fold.tables.values())


def changed_keys(fold: Fold) -> set[str]:
    return {key for table in fold.tables.values() for key in table.changed_keys}


def changes(fold: Fold) -> dict[str, list[Any]]:
    """Writes by projection, for one that stores them."""
    return {name: writes for name, table in fold.tables.items() if (writes := table.writes())}


def overdue(fold: Fold, leave: int) -> int:
    """How many changes there are beyond so many of each projection."""
    return sum(max(0, table.changed - leave) for table in fold.tables.values())


def settled(fold: Fold, leave: int) -> dict[str, dict[str, Any]]:
    """Writes by projection and key, without the newest changes; those are stored or on their way.

    What has just changed often changes again, and is written once if it may wait for that.
    """
    return {name: found for name, table in fold.tables.items() if (found := table.settle(leave))}
