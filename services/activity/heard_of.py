"""What is noted in the stream of a customer's contact: who watches it, and what was heard of it."""

from datetime import datetime

from kernel.context import Context
from services.activity import watching
from services.activity.contact import Contact
from services.activity.events import CustomerNews, StepRefused, WatchEvent
from services.activity.owners import Standing
from services.activity.watching import News


def watch(
    contact: Contact, asker: Context, customer: Standing, customer_id: str, at: datetime
) -> list[WatchEvent]:
    return watching.watch(contact.watchers, asker, customer, customer_id, at)


def unwatch(
    contact: Contact, asker: Context, customer: Standing, customer_id: str, at: datetime
) -> list[WatchEvent]:
    return watching.unwatch(contact.watchers, asker, customer, customer_id, at)


def news(contact: Contact, told: News) -> list[CustomerNews]:
    return watching.tell(contact.watchers, told)


def refused(contact: Contact, event: StepRefused) -> list[StepRefused]:
    """Who pressed the key has been answered already: they are told."""
    return [event]
