"""What follows for a customer from a follow-up that was logged with one key: it is released."""

from typing import Any

from kernel.change import Change, change
from kernel.states import States
from services.customer import portfolio
from services.customer.customer import CUSTOMER, Customer, Hold
from services.customer.events import CustomerEvent, CustomerReleased, ReleaseRefused
from services.customer.hurdles import require_hold
from services.customer.pool import POOL, PUBLIC, open_for
from services.customer.portfolio import PORTFOLIO
from services.followed import FollowUp


def released(made: FollowUp, into: str | None, states: States) -> list[Change[Any, Any]]:
    """In one commit with the portfolio of who has it now; the decision refuses another one.

    Into a pool that the key names, or back where it came from; if closed, into the public one.
    """
    id, at = made.customer_id, made.entered_at
    customer = states.newest(CUSTOMER, id)
    open_ = is_open(states, into or customer.home)
    if into is None:
        into, open_ = customer.home if open_ else PUBLIC, True
    changes: list[Change[Any, Any]] = [
        change(CUSTOMER, id, release, made, into, open_, customer.hold)
    ]
    if why_not(customer, made, open_) is None:
        hold = customer.hold
        assert hold.owner
        drop = (hold.owner, id, at, hold.under, hold.won)
        changes.append(change(PORTFOLIO, hold.owner, portfolio.drop, *drop))
    return changes


def is_open(states: States, pool_id: str) -> bool:
    pool = states.newest(POOL, pool_id)
    return open_for(pool, pool_id)


def release(
    customer: Customer, made: FollowUp, into: str, open_: bool, hold: Hold
) -> list[CustomerEvent]:
    """As it was when somebody looked; else OwnerMoved, and it is looked at again."""
    require_hold(customer, hold)
    id, by, at = customer.id, made.author, made.entered_at
    if why := why_not(customer, made, open_):
        return [ReleaseRefused(id, made.follow_up_id, into, customer.owner, why, by, at)]
    assert customer.owner
    about = (made.outcome, into, customer.owner, at, made.follow_up_id)
    return [CustomerReleased(id, by, *about)]


def why_not(customer: Customer, made: FollowUp, open_: bool) -> str | None:
    """Only who had it when the key was pressed gives it up with that."""
    if customer.archived:
        return "archived"
    if customer.owner is None:
        return "in-pool"
    if customer.owner != made.owner:
        return "changed-hands"
    return None if open_ else "no-such-pool"
