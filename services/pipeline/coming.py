"""A deal that came of a conversation: who logged that has been let in where they logged it."""

from datetime import date, datetime
from typing import Protocol

from services.pipeline.events import DEFAULT, Money, OpportunityEvent, OpportunityOpened
from services.pipeline.pipelines import Version
from services.pipeline.remembered import Opportunity


class Talk(Protocol):
    """A follow-up, as far as a deal has to know it."""

    @property
    def follow_up_id(self) -> str: ...

    @property
    def customer_id(self) -> str: ...

    @property
    def author(self) -> str: ...

    @property
    def at(self) -> datetime: ...


class Coming(Protocol):
    """What is told of the deal."""

    @property
    def opportunity_id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def product(self) -> str | None: ...

    @property
    def amount(self) -> str | None: ...

    @property
    def currency(self) -> str | None: ...

    @property
    def expected_close(self) -> date | None: ...


def open_deal(
    opportunity: Opportunity, talk: Talk, coming: Coming, version: Version
) -> list[OpportunityEvent]:
    """Of who talked to the customer, from when they did, on the first stage.

    Nothing is asked for there: who logged the conversation cannot be asked any more.
    """
    first = version.stages[0]
    amount = Money(coming.amount, coming.currency) if coming.amount and coming.currency else None
    return [
        OpportunityOpened(
            coming.opportunity_id, talk.customer_id, coming.name, coming.product, talk.author,
            first.id, amount, coming.expected_close, None, talk.author, talk.at,
            DEFAULT, version.number, first.probability, first.expected_days, talk.follow_up_id,
        )
    ]  # fmt: skip
