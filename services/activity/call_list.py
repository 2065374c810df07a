"""Call lists: who is to be called, put there by hand or by a key, struck off by the call."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, Forbidden, NotFound, Rejected
from kernel.context import Context
from services.activity.events import (
    CallListClosed,
    CallListEvent,
    CallListOpened,
    CustomerListed,
    CustomerStruck,
    ListingEvent,
)
from services.activity.owners import Standing
from services.rights import LEADS, require_staff, require_work_on


@dataclass(frozen=True)
class CallList:
    id: str = ""
    opened_by: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Listing:
    """One customer on one list."""

    listed: bool = False


def open_list(
    known: CallList, asker: Context, list_id: str, name: str, at: datetime
) -> list[CallListEvent]:
    require_staff(asker)
    return [CallListOpened(list_id, name, asker.actor, at)]


def close(known: CallList, asker: Context, at: datetime) -> list[CallListEvent]:
    require_staff(asker)
    if asker.role not in LEADS and asker.actor != known.opened_by:
        raise Forbidden("not-yours", f"only {known.opened_by} or a manager may close it")
    return [] if known.closed else [CallListClosed(known.id, asker.actor, at)]


def put(
    listing: Listing,
    asker: Context,
    onto: CallList,
    customer: Standing,
    customer_id: str,
    at: datetime,
    follow_up_id: str | None = None,
) -> list[ListingEvent]:
    require_work_on(asker, customer, customer_id, at)
    require_open(onto)
    if listing.listed:
        return []
    return [CustomerListed(onto.id, customer_id, asker.actor, at, follow_up_id)]


def strike(
    listing: Listing,
    asker: Context,
    off: CallList,
    customer: Standing,
    customer_id: str,
    at: datetime,
    follow_up_id: str | None = None,
) -> list[ListingEvent]:
    """Also off a list that is closed by now: what is on it can still be worked down."""
    require_work_on(asker, customer, customer_id, at)
    require_there(off)
    if not listing.listed:
        return []
    return [CustomerStruck(off.id, customer_id, asker.actor, at, follow_up_id)]


def require_there(known: CallList) -> None:
    if not known.id:
        raise NotFound(what="call-list")


def require_open(known: CallList) -> None:
    require_there(known)
    if known.closed:
        raise Rejected("list-closed", "nobody comes onto this list any more: take another one")


def evolve(known: CallList, event: CallListEvent) -> CallList:
    match event:
        case CallListOpened():
            return CallList(event.list_id, event.by)
        case CallListClosed():
            return replace(known, closed=True)
        case _:
            assert_never(event)


def listed(listing: Listing, event: ListingEvent) -> Listing:
    return Listing(isinstance(event, CustomerListed))


CALL_LIST = Aggregate("call-list", CallList(), evolve, CallListEvent)
LISTING = Aggregate("listing", Listing(), listed, ListingEvent, implicit=True)


def place(list_id: str, customer_id: str) -> str:
    """The id of a listing: a stream of its own, so that a list is no bottleneck."""
    return f"{list_id}/{customer_id}"
