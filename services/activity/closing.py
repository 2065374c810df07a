"""Closing channels to a customer, and opening them again: in the stream of its contact."""

from dataclasses import dataclass
from datetime import datetime

from kernel import NotFound, Rejected
from kernel.context import Context
from services.activity import watching
from services.activity.consent import CLOSABLE
from services.activity.contact import Contact
from services.activity.events import CustomerNews, DoNotContactSet
from services.activity.owners import Standing
from services.activity.watching import News
from services.rights import require_work_on


@dataclass(frozen=True)
class Wish:
    """What the customer, or one of its contacts, has asked for."""

    contact_id: str | None
    channels: frozenset[str]  # on which they are not to be contacted
    reason: str | None


def close(
    contact: Contact, asker: Context, customer: Standing, customer_id: str, wish: Wish, at: datetime
) -> list[DoNotContactSet | CustomerNews]:
    """Anybody who works on it may close; to open again takes a reason: why they may be asked."""
    require_work_on(asker, customer, customer_id, at)
    if wish.contact_id is not None and wish.contact_id not in customer.contacts:
        raise NotFound(what="contact", id=wish.contact_id)
    before = contact.closed.get(wish.contact_id, frozenset())
    if before == wish.channels:
        return []
    if before - wish.channels and wish.reason is None:
        opened = ", ".join(ordered(before - wish.channels))
        raise Rejected("reason-required", f"say why they may be contacted by {opened} again")
    now, then = ordered(wish.channels), ordered(before)
    about = (wish.reason, asker.actor, at)
    news = News(customer_id, "DoNotContactSet", asker.actor, at, at)
    return [
        DoNotContactSet(customer_id, wish.contact_id, now, then, *about),
        *watching.tell(contact.watchers, news),
    ]


def ordered(channels: frozenset[str]) -> tuple[str, ...]:
    return tuple(channel for channel in CLOSABLE if channel in channels)
