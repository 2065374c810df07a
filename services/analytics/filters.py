"""What a list of customers may be cut by; whatever is asked together must hold together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.analytics import archived, completeness, facets
from services.analytics.asker import ANYBODY, Asker
from services.analytics.definitions import Definition
from services.analytics.due import due
from services.analytics.facets import having
from services.analytics.hands import contacted, standing
from services.analytics.ladder import RUNGS
from services.analytics.parameters import one_of
from services.analytics.periods import Clock

Condition = dict[str, Any]
STATUSES = ("followed_up", "not_followed_up")
Filters = Mapping[str, Any]  # texts by name; of `field` several


def conditions(
    asker: Asker, clock: Clock, filters: Filters, defined: Sequence[Definition]
) -> list[Condition]:
    """What is hidden in a pool is also nothing to find its customers by."""
    asked = {"archived": "false"} | dict(filters)
    complete = asked.pop("complete", None)
    if "field" in asked:
        asked["field"] = [facets.spelled(pair, defined) for pair in asked["field"]]
    found = [FILTERS[name](value, clock) for name, value in asked.items()]
    found += [asker.pools.showing(TELLING[name]) for name in asked if name in TELLING]
    if complete is not None:
        found.append(completeness.having(complete, defined))
    if "due" in filters and "pool" not in filters:
        found.append({"owner": {"$ne": None}})
    return found


def person(field: str) -> Callable[[str, Clock], Condition]:
    """By the index of who sees a row."""
    return lambda who, clock: {field: {"$eq": who}, "seen_by": {"$eq": who}}


def facet(name: str) -> Callable[[str, Clock], Condition]:
    return lambda value, clock: having(name, value)


FILTERS: Mapping[str, Callable[[Any, Clock], Condition]] = {
    "owner": person("owner"),
    "second_owner": person("second_owner"),
    "registered_by": facet("registered_by"),
    "pool": lambda pool, clock: {"pool": {"$eq": pool}, "seen_by": ANYBODY},
    "stage": lambda stage, clock: standing(one_of("stage", stage, RUNGS)),
    "contact_status": lambda status, clock: contacted(one_of("contact_status", status, STATUSES)),
    "due": due,
    "archived": lambda wanted, clock: archived.only(wanted),
    "level": facet("level"),
    "industry": facet("industry"),
    "source": facet("source"),
    "business_status": facet("business_status"),
    "locality": facet("locality"),
    "city": facet("city"),
    "district": facet("district"),
    "field": lambda pairs, clock: {"$and": [facets.asked(pair) for pair in pairs]},
}
TELLING = {  # of which field each tells
    "level": "level", "industry": "industry", "source": "source", "locality": "locality",
    "business_status": "business_status", "field": "fields", "city": "addresses",
    "district": "addresses",
}  # fmt: skip
