"""A follow-up with one key, as far as what follows from it has to know it, in any service."""

from datetime import datetime
from typing import Protocol


class FollowUp(Protocol):
    @property
    def follow_up_id(self) -> str: ...

    @property
    def customer_id(self) -> str: ...

    @property
    def author(self) -> str: ...

    @property
    def outcome(self) -> str: ...

    @property
    def owner(self) -> str | None: ...  # when the key was pressed

    @property
    def ownership(self) -> int: ...  # position in the customer log of what made it so

    @property
    def entered_at(self) -> datetime: ...
