"""Who is not to be called or written to: for a customer or one of its contacts, by channel.

It stands in the stream of the customer's contact, so that no follow-up can overtake it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.activity.published.follow_ups import PERSONAL


@dataclass(frozen=True)
class DoNotContactSet:
    """All that holds from now on."""

    customer_id: str
    contact_id: str | None  # None: the customer, with everybody there
    channels: tuple[str, ...]  # that are closed; none: it may be contacted on all again
    channels_before: tuple[str, ...]
    reason: Annotated[str | None, PERSONAL]
    by: str
    at: datetime
