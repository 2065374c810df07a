"""Who watches a customer, and what there was to tell them: in the stream of its contact.

A follow-up writes its news in its own commit, without looking for who watches; what other services
tell of the customer is noted here as it is heard, and only while somebody watches.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CustomerWatched:
    customer_id: str
    person: str
    at: datetime


@dataclass(frozen=True)
class CustomerUnwatched:
    customer_id: str
    person: str
    at: datetime


@dataclass(frozen=True)
class WatchCounted:
    """On the person's stream, in the same commit: only so many may be watched."""

    person: str
    customer_id: str
    watched: bool  # false: no more
    at: datetime


@dataclass(frozen=True)
class CustomerNews:
    """Something has happened with a customer that is watched."""

    customer_id: str
    what: str  # the event, as the timeline calls it: FollowUpLogged, CustomerEdited
    by: str | None  # who did it; None: it came by itself
    watchers: tuple[str, ...]  # who watched it then, less who did it
    at: datetime


@dataclass(frozen=True)
class StepRefused:
    """The ladder has refused what was to follow from a follow-up, after it had been answered."""

    customer_id: str
    follow_up_id: str
    effect: str  # raise, lower, stage
    why: str  # changed-hands, in-pool, no-rung
    person: str  # who logged it
    at: datetime


WatchEvent = CustomerWatched | CustomerUnwatched
HeardEvent = CustomerNews | StepRefused
