"""Watching a customer: who is told what is new with it, besides those whose work it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kernel import NotFound, Rejected
from kernel.context import Context
from services.activity.events import CustomerNews, CustomerUnwatched, CustomerWatched, WatchEvent
from services.activity.owners import Standing
from services.rights import STAFF, lies_in_sight, require_staff, works_on

MOST = 100  # who watch one customer: each piece of news names them all
Watchers = Mapping[str, datetime]  # since when


@dataclass(frozen=True)
class News:
    """Something has happened with a customer, whoever may want to know."""

    customer_id: str
    what: str
    by: str | None
    recorded_at: datetime  # who began to watch after that is told nothing of it
    at: datetime


def may(asker: Context, customer: Standing, at: datetime) -> bool:
    """Who sees a customer may watch it, also where it lies in a pool."""
    in_sight = lies_in_sight(asker, customer)
    return works_on(asker, customer, at) or (asker.role in STAFF and in_sight)


def watch(
    watchers: Watchers, asker: Context, customer: Standing, customer_id: str, at: datetime
) -> list[WatchEvent]:
    require_staff(asker)
    if not may(asker, customer, at):
        raise NotFound(what="customer", id=customer_id)
    if asker.actor in watchers:
        return []
    if len(watchers) >= MOST:
        raise Rejected(
            "too-many-watchers",
            f"{MOST} people watch it already: share it with you, or ask one of them to stop",
            limit=MOST,
        )
    return [CustomerWatched(customer_id, asker.actor, at)]


def unwatch(
    watchers: Watchers, asker: Context, customer: Standing, customer_id: str, at: datetime
) -> list[WatchEvent]:
    """Also what one does not see any more."""
    require_staff(asker)
    if asker.actor in watchers:
        return [CustomerUnwatched(customer_id, asker.actor, at)]
    if not may(asker, customer, at):
        raise NotFound(what="customer", id=customer_id)
    return []


def tell(watchers: Watchers, news: News) -> list[CustomerNews]:
    """Nothing, when nobody watches, or only who did it."""
    told = [who for who, since in watchers.items() if who != news.by and since <= news.recorded_at]
    if not told:
        return []
    return [CustomerNews(news.customer_id, news.what, news.by, tuple(sorted(told)), news.at)]


def after(watchers: Watchers, event: WatchEvent) -> Watchers:
    others = {who: since for who, since in watchers.items() if who != event.person}
    return others | {event.person: event.at} if isinstance(event, CustomerWatched) else others
