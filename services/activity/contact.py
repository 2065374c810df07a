"""The contact with a customer: follow-ups, and whether its present owner has made one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import assert_never

from kernel import Aggregate
from kernel.context import Context
from services.activity import consent, watching
from services.activity.ahead import require_ahead, require_days_ahead
from services.activity.consent import Closed
from services.activity.events import (
    ContactEvent,
    ContactReset,
    CustomerNews,
    CustomerUnwatched,
    CustomerWatched,
    DoNotContactSet,
    Effect,
    FollowUpLogged,
    HeardEvent,
    NewOpportunity,
    Promise,
    StepRefused,
    TemplateUsed,
    WatchEvent,
)
from services.activity.owners import Standing
from services.activity.watching import News, Watchers
from services.rights import require_work_on

CHANNELS = ("visit", "phone", "message", "email", "wechat", "sms", "fax", "other")
LONG_AGO = datetime.min.replace(tzinfo=UTC)
StreamEvent = ContactEvent | DoNotContactSet | WatchEvent | HeardEvent


@dataclass(frozen=True)
class FollowUp:
    """What somebody writes down after talking to a customer."""

    author: str
    channel: str
    outcome: str
    note: str
    next_contact_at: datetime | None
    at: datetime | None  # None: now; a time is told for one that is imported
    needs: str | None = None
    discussed: str | None = None
    market_info: str | None = None
    promises: tuple[Promise, ...] = ()
    contacts: tuple[str, ...] = ()
    opportunity_id: str | None = None
    opens: NewOpportunity | None = None
    template: TemplateUsed | None = None
    effects: tuple[Effect, ...] = ()
    reached: bool | None = None  # False: nobody answered


@dataclass(frozen=True)
class Contact:
    followed_up: bool = False
    entered_at: datetime = LONG_AGO  # when the last follow-up was written down
    closed: Mapping[str | None, Closed] = field(default_factory=dict)  # channels, by contact
    watchers: Watchers = field(default_factory=dict)
    since_closed: int = 0  # events since channels were last closed or opened


def log(
    contact: Contact,
    asker: Context,
    customer: Standing,
    follow_up_id: str,
    customer_id: str,
    follow_up: FollowUp,
    entered_at: datetime,
    today: date | None = None,
) -> list[ContactEvent | CustomerNews]:
    """`today` is the company's, for who promises something by a day."""
    require_work_on(asker, customer, customer_id, entered_at)
    if follow_up.at is None:
        require_ahead(follow_up.next_contact_at, entered_at)
        require_days_ahead(follow_up.promises, today or entered_at.date())
        consent.require_open(contact.closed, follow_up.channel, follow_up.contacts)
    return [
        FollowUpLogged(
            follow_up_id=follow_up_id,
            customer_id=customer_id,
            author=follow_up.author,
            channel=follow_up.channel,
            outcome=follow_up.outcome,
            note=follow_up.note,
            next_contact_at=follow_up.next_contact_at,
            at=follow_up.at or entered_at,
            entered_at=entered_at,
            needs=follow_up.needs,
            discussed=follow_up.discussed,
            market_info=follow_up.market_info,
            promises=follow_up.promises,
            contacts=follow_up.contacts,
            opportunity_id=deal_of(follow_up),
            opens=follow_up.opens,
            template=follow_up.template,
            effects=follow_up.effects,
            owner=customer.owner if follow_up.effects else None,
            ownership=customer.position if follow_up.effects else 0,
            reached=follow_up.reached,
        ),
        *watching.tell(
            contact.watchers,
            News(customer_id, "FollowUpLogged", asker.actor, entered_at, entered_at),
        ),
    ]


def deal_of(follow_up: FollowUp) -> str | None:
    """The one that is opened by it, or that it is about."""
    return follow_up.opens.opportunity_id if follow_up.opens else follow_up.opportunity_id


def handed(contact: Contact, news: News) -> list[ContactEvent | CustomerNews]:
    """The customer changed hands. A follow-up written down since then is the new owner's."""
    told = watching.tell(contact.watchers, news)
    if not contact.followed_up or contact.entered_at > news.recorded_at:
        return [*told]
    return [ContactReset(news.customer_id, news.what, news.at), *told]


def evolve(contact: Contact, event: StreamEvent) -> Contact:
    since = 0 if isinstance(event, DoNotContactSet) else contact.since_closed + 1
    return replace(after(contact, event), since_closed=since)


def after(contact: Contact, event: StreamEvent) -> Contact:
    match event:
        case FollowUpLogged():
            entered_at = max(contact.entered_at, event.entered_at)
            return replace(contact, followed_up=True, entered_at=entered_at)
        case ContactReset():
            return replace(contact, followed_up=False)
        case DoNotContactSet():
            return replace(contact, closed=consent.after(contact.closed, event))
        case CustomerWatched() | CustomerUnwatched():
            return replace(contact, watchers=watching.after(contact.watchers, event))
        case CustomerNews() | StepRefused():
            return contact
        case _:
            assert_never(event)


CONTACT = Aggregate("contact", Contact(), evolve, StreamEvent, implicit=True)
