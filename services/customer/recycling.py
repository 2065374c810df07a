"""How a customer returns to its pool by itself, and how its owner is warned before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.customer.customer import Customer, Hold
from services.customer.events import CustomerRecycled, RecycleWarned, StandingNoted
from services.customer.hurdles import require_hold
from services.customer.ownership import Decision
from services.customer.portfolio import told

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Falling:
    """A customer that is to return to its pool, and why."""

    owner: str
    owned_since: datetime
    into: str
    because: str
    days: int
    rules_pool: str
    rules_version: int
    due_at: datetime


def note_standing(customer: Customer, won: bool, at: datetime) -> Decision:
    """What its ladder says. Of one that nobody holds any more it says it too late."""
    if customer.owner is None or customer.won == won:
        return []
    rules_pool, rule = told(customer.under)
    return [StandingNoted(customer.id, customer.owner, won, rules_pool, rule, at)]


def recycle(customer: Customer, falling: Falling, hold: Hold, at: datetime) -> Decision:
    """What its rows said is looked at again: it may have changed hands, or been locked."""
    if not falls(customer, falling, at):
        return []
    require_hold(customer, hold)
    return [
        CustomerRecycled(
            customer.id, falling.into, falling.owner, falling.because, falling.days,
            falling.rules_pool, falling.rules_version, falling.due_at, at,
        )
    ]  # fmt: skip


def warn(customer: Customer, falling: Falling, to: str, days: int, at: datetime) -> Decision:
    if not falls(customer, falling, at):
        return []
    return [
        RecycleWarned(
            customer.id, falling.owner, to, falling.because, days,
            falling.rules_pool, falling.rules_version, falling.due_at, at,
        )
    ]  # fmt: skip


def falls(customer: Customer, falling: Falling, at: datetime) -> bool:
    """Still held as it was judged; rows count milliseconds."""
    since = customer.owned_since
    same = customer.owner == falling.owner and since is not None
    if not same or since is None or abs(since - falling.owned_since) >= MILLISECOND:
        return False
    return not (customer.lock and customer.lock.holds(at))
