"""By what somebody finds a customer: by no part of what is masked for them, by nothing hidden."""

from collections.abc import Collection, Mapping
from typing import Any

from services.analytics import pools
from services.analytics.asker import Asker
from services.analytics.search import NOTHING, Condition, Parts, searching
from services.analytics.search_keys import ACCOUNT, HEAD, NUMBER, keys

ACCOUNTS = frozenset({"emails", "messaging"})
OF_NONE: Parts = {NUMBER: NOTHING, ACCOUNT: NOTHING}


def parts(asker: Asker) -> Parts:
    """Which rows they find by parts of numbers and of addresses: where masked, what they hold."""
    return {
        NUMBER: asker.holding() if "phones" in asker.masks else {},
        ACCOUNT: asker.holding() if ACCOUNTS & asker.masks else {},
    }


def by_what_is_shown(row: Mapping[str, Any], asker: Asker, q: str) -> bool:
    """Of what lies in a pool that hides fields only the others find it, and whole numbers."""
    hidden, asked = asker.pools.hides(row), searching(q, OF_NONE)
    if not (hidden and asked):
        return True
    entries = keys(pools.without(hidden, dict(row)))
    wholes = [one for one in keys(row) if one.startswith((NUMBER + HEAD, ACCOUNT + HEAD))]
    return fits(asked, [*entries, *wholes])


def fits(condition: Condition, entries: Collection[str]) -> bool:
    """What the database says of a condition of the search, said of one row's entries."""
    [(kind, wanted)] = condition.items()
    match kind:
        case "$and":
            return all(fits(one, entries) for one in wanted)
        case "$or":
            return any(fits(one, entries) for one in wanted)
        case "grams":
            return has(entries, wanted)
    return False  # of NOTHING


def has(entries: Collection[str], wanted: Any) -> bool:
    match wanted:
        case {"$all": every}:
            return set(every) <= set(entries)
        case {"$elemMatch": {"$gte": low, "$lt": high}}:
            return any(low <= entry < high for entry in entries)
    return wanted in entries
