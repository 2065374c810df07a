"""The lists cut out of the directory: filters and search, last touched first unless asked.

Who searches without naming an order gets the most useful first.
"""

from collections.abc import Sequence
from typing import Any

from services.analytics.asker import Asker
from services.analytics.definitions import Definition
from services.analytics.directory import KNOWN, shown
from services.analytics.filters import Filters, conditions
from services.analytics.found_by import by_what_is_shown, parts
from services.analytics.pages import order_by, page
from services.analytics.periods import Clock
from services.analytics.reading import Documents
from services.analytics.search import searching
from services.analytics.usefulness import ranked

MOST_OWNERS = 2_000  # of a team
SORTS = {
    "touched_at": "touched_at",
    "name": "sort_name",
    "next_contact_at": "next_contact_at",
    "last_follow_up_at": "last_follow_up_at",
}


def customers(
    rows: Documents,
    asker: Asker,
    clock: Clock,
    filters: Filters,
    sort: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    defined: Sequence[Definition] = (),
    owners: Sequence[str] | None = None,
) -> dict[str, Any]:
    """One page of the customers that pass every filter and that the asker may know of."""
    asked = dict(filters)
    q = asked.pop("q", "")
    match = {"$and": [KNOWN, asker.customers(), *conditions(asker, clock, asked, defined)]}
    if owners is not None:
        match["$and"].append({"owner": {"$in": list(owners[:MOST_OWNERS])}})
    if q and not sort:
        found, following = ranked(rows, asker, match, q, limit, cursor)
    else:
        match["$and"].append(searching(q, parts(asker)))
        found, following = page(rows, match, order_by(sort or "-touched_at", SORTS), limit, cursor)
    items = [shown(row, asker, defined) for row in found if by_what_is_shown(row, asker, q)]
    return {"items": items, "next": following}
