"""A follow-up, as far as what follows from it has to know it, in any service."""

from datetime import date, datetime
from typing import Protocol


class Talk(Protocol):
    """Somebody has spoken with a customer."""

    @property
    def follow_up_id(self) -> str: ...

    @property
    def customer_id(self) -> str: ...

    @property
    def author(self) -> str: ...

    @property
    def at(self) -> datetime: ...


class FollowUp(Talk, Protocol):
    """With one key: what it does follows under the ownership that it was logged under."""

    @property
    def outcome(self) -> str: ...

    @property
    def owner(self) -> str | None: ...  # when the key was pressed

    @property
    def ownership(self) -> int: ...  # position in the customer log of what made it so

    @property
    def entered_at(self) -> datetime: ...


class Coming(Protocol):
    """What is told of the deal that came of it."""

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
