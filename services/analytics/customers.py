"""The lists cut out of the directory: filters and search, last touched first unless asked.

Who searches without naming an order gets the most useful first.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.analytics import archived, completeness, facets
from services.analytics.asker import ANYBODY, Asker
from services.analytics.definitions import Definition
from services.analytics.directory import KNOWN, shown
from services.analytics.due import due
from services.analytics.facets import having
from services.analytics.hands import contacted, standing
from services.analytics.ladder import RUNGS
from services.analytics.pages import order_by, page
from services.analytics.parameters import one_of
from services.analytics.periods import Clock
from services.analytics.reading import Documents
from services.analytics.search import searching
from services.analytics.usefulness import ranked

Condition = dict[str, Any]
MOST_OWNERS = 2_000
STATUSES = ("followed_up", "not_followed_up")
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
    filters: Mapping[str, str],
    sort: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    defined: Sequence[Definition] = (),
    owners: Sequence[str] | None = None,
) -> dict[str, Any]:
    """One page of the customers that pass every filter and that the asker may know of."""
    ranking = "q" in filters and not sort
    asked = {"archived": "false"} | dict(filters)
    complete = asked.pop("complete", None)
    if ranking:
        del asked["q"]
    conditions = [FILTERS[name](value, clock) for name, value in asked.items()]
    if complete is not None:
        conditions.append(completeness.having(complete, defined))
    if "due" in filters and "pool" not in filters:
        conditions.append({"owner": {"$ne": None}})
    if owners is not None:
        conditions.append({"owner": {"$in": list(owners[:MOST_OWNERS])}})
    match = {"$and": [KNOWN, asker.customers(), *conditions]}
    if ranking:
        found, following = ranked(rows, asker, match, filters["q"], limit, cursor)
    else:
        found, following = page(rows, match, order_by(sort or "-touched_at", SORTS), limit, cursor)
    return {"items": [shown(row, asker, defined) for row in found], "next": following}


FILTERS: Mapping[str, Callable[[str, Clock], Condition]] = {
    "q": lambda text, clock: searching(text),
    "owner": lambda person, clock: {"owner": {"$eq": person}, "seen_by": {"$eq": person}},
    "pool": lambda pool, clock: {"pool": {"$eq": pool}, "seen_by": ANYBODY},
    "stage": lambda stage, clock: standing(one_of("stage", stage, RUNGS)),
    "contact_status": lambda status, clock: contacted(one_of("contact_status", status, STATUSES)),
    "due": due,
    "archived": lambda wanted, clock: archived.only(wanted),
    "level": lambda level, clock: having("level", level),
    "industry": lambda industry, clock: having("industry", industry),
    "source": lambda source, clock: having("source", source),
    "business_status": lambda status, clock: having("business_status", status),
    "field": lambda pair, clock: facets.asked(pair),
    "locality": lambda locality, clock: having("locality", locality),
}
