"""What can happen in working with a customer: follow-ups, and that it changed hands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from services.activity.published.templates import Effect, TemplateUsed

PERSONAL = "personal"


@dataclass(frozen=True)
class Promise:
    """Something was promised to the customer: `CommitmentMade` stands in the same commit."""

    commitment_id: str
    text: Annotated[str, PERSONAL]
    due_on: date
    owner: str  # who is to keep it


@dataclass(frozen=True)
class NewOpportunity:
    """A deal that came of it: opened by the pipeline, which hears of it here."""

    opportunity_id: str
    name: Annotated[str, PERSONAL]
    product: str | None
    amount: str | None  # exact decimal, as "1234.50"
    currency: str | None  # ISO 4217; None without an amount
    expected_close: date | None


@dataclass(frozen=True)
class FollowUpLogged:
    follow_up_id: str
    customer_id: str
    author: str
    channel: str  # visit, phone, message, email, wechat, sms, fax, other
    outcome: str
    note: Annotated[str, PERSONAL]
    next_contact_at: datetime | None
    at: datetime  # when the customer was contacted
    entered_at: datetime  # when it was written down: later than `at` for an imported one
    needs: Annotated[str | None, PERSONAL] = None  # what the customer wants
    discussed: Annotated[str | None, PERSONAL] = None  # the points that were talked about
    market_info: Annotated[str | None, PERSONAL] = None  # what was heard of the market
    promises: Annotated[tuple[Promise, ...], PERSONAL] = ()
    contacts: tuple[str, ...] = ()  # ids of the customer's contacts who were met
    opportunity_id: str | None = None  # which deal of the customer it is about
    opens: NewOpportunity | None = None  # then `opportunity_id` names this one
    template: TemplateUsed | None = None  # by which it was written with one key
    effects: tuple[Effect, ...] = ()  # what is to follow from it
    owner: str | None = None  # whose customer it was, as far as effects are to follow
    ownership: int = 0  # position in the customer log of what made it so
    reached: bool | None = None  # False: nobody answered; None: not said, so somebody was met


@dataclass(frozen=True, kw_only=True)
class FollowUpAmended:
    """All that is said in it from now on; who made it, when, and its promises stay as they were.

    It stands in a stream of its own, `follow-up/<id>`: what was written first stays in the log.
    """

    follow_up_id: str
    customer_id: str
    author: str  # of the follow-up, as before
    contacted_at: datetime  # `at` of the follow-up, as before
    entered_at: datetime  # of the follow-up, as before
    position: int  # of `FollowUpLogged` in this log
    changed: tuple[str, ...]  # names of the fields that differ from before
    channel: str
    channel_before: str
    outcome: str
    note: Annotated[str, PERSONAL]
    next_contact_at: datetime | None  # the customer's, when this is the last contact with it
    needs: Annotated[str | None, PERSONAL] = None
    discussed: Annotated[str | None, PERSONAL] = None
    market_info: Annotated[str | None, PERSONAL] = None
    contacts: tuple[str, ...] = ()
    opportunity_id: str | None = None
    reached: bool | None = None
    reached_before: bool | None = None
    reason: Annotated[str | None, PERSONAL]  # told when somebody else than the author amends it
    by: str
    at: datetime


@dataclass(frozen=True)
class FollowUpFileAttached:
    """In the stream of the follow-up; what is in the file is kept elsewhere."""

    follow_up_id: str
    customer_id: str
    file_id: str
    name: Annotated[str, PERSONAL]
    media_type: str  # as its content says
    size: int  # bytes
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True)
class FollowUpFileRemoved:
    follow_up_id: str
    customer_id: str
    file_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ContactReset:
    """The customer changed hands: it counts as not followed up until its new owner does so."""

    customer_id: str
    because: str  # CustomerReleased, CustomerClaimed, CustomerAssigned
    at: datetime


ContactEvent = FollowUpLogged | ContactReset
FollowUpEvent = FollowUpAmended | FollowUpFileAttached | FollowUpFileRemoved
