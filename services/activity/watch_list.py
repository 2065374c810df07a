"""How many customers somebody watches: only so many, or what is new tells them nothing."""

from dataclasses import dataclass
from datetime import datetime

from kernel import Aggregate, Rejected
from services.activity.events import WatchCounted


@dataclass(frozen=True)
class WatchList:
    """Those that they began with before this was counted are not in it."""

    customers: frozenset[str] = frozenset()


def put(
    listed: WatchList, person: str, customer_id: str, most: int, at: datetime
) -> list[WatchCounted]:
    if customer_id in listed.customers:
        return []
    if len(listed.customers) >= most:
        raise Rejected(
            "too-many-watched",
            f"you watch {most} customers, which is as many as may be: stop watching some of them",
            limit=most,
        )
    return [WatchCounted(person, customer_id, True, at)]


def strike(listed: WatchList, person: str, customer_id: str, at: datetime) -> list[WatchCounted]:
    if customer_id not in listed.customers:
        return []
    return [WatchCounted(person, customer_id, False, at)]


def evolve(listed: WatchList, event: WatchCounted) -> WatchList:
    one = {event.customer_id}
    return WatchList(listed.customers | one if event.watched else listed.customers - one)


WATCH_LIST = Aggregate("watch-list", WatchList(), evolve, WatchCounted, implicit=True)
