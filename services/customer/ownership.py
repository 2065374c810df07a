"""How a customer changes hands: claimed, released, assigned, withdrawn."""

from datetime import datetime

from kernel import Forbidden, Rejected
from kernel.context import Context
from services.customer import pool as pools
from services.customer import rights
from services.customer.customer import Customer, Hold, require_work_on
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerEvent,
    CustomerReleased,
    CustomerWithdrawn,
)
from services.customer.hurdles import (
    require_cooled_down,
    require_free,
    require_hold,
    require_same_past,
    require_same_terms,
    require_unlocked,
    require_unprotected,
)
from services.customer.pool import Into, Pool
from services.customer.portfolio import told
from services.customer.sight import require_charge
from services.customer.sight import require_sight as require_sight
from services.customer.sight import sees as sees
from services.customer.terms import Terms
from services.rights import LEADS, require_lead

Decision = list[CustomerEvent]


def claim(
    customer: Customer,
    asker: Context,
    pool: Pool,
    terms: Terms,
    at: datetime,
    had: Terms | None = None,
) -> Decision:
    """Under the rules of the pool that it lies in, and of the one that the asker had it from."""
    if customer.owner == asker.actor:
        return []
    require_same_terms(customer, pool, terms)
    require_same_past(customer, asker, had)
    require_sight(asker, customer, pool)
    require_free(customer)
    require_unlocked(customer, at)
    require_cooled_down(customer, asker, terms, had, at)
    require_unprotected(customer, asker, terms, at)
    return [CustomerClaimed(customer.id, asker.actor, at, *told(terms.under))]


def release(
    customer: Customer, asker: Context, reason: str, into: Into, hold: Hold, at: datetime
) -> Decision:
    require_work_on(asker, customer, at)
    if customer.owner is None:
        return already_in(customer, into)
    pools.require_into(into)
    require_hold(customer, hold)
    rights.require_hold(asker, customer, "release it")
    return [CustomerReleased(customer.id, asker.actor, reason, into.pool, customer.owner, at)]


def withdraw(
    customer: Customer,
    asker: Context,
    pool: Pool,
    reason: str,
    into: Into,
    hold: Hold,
    at: datetime,
) -> Decision:
    """By a manager; by an admin of the pool that it came from, back into that one."""
    require_charge(customer, asker, pool, at, "withdraw customers")
    if asker.role not in LEADS and into.pool != customer.home:
        raise Forbidden("role-not-allowed", f"you may withdraw it into {customer.home} only")
    if customer.owner is None:
        return already_in(customer, into)
    pools.require_into(into)
    require_hold(customer, hold)
    return [CustomerWithdrawn(customer.id, asker.actor, reason, into.pool, customer.owner, at)]


def assign(
    customer: Customer,
    asker: Context,
    pool: Pool,
    terms: Terms,
    to: str,
    hold: Hold,
    at: datetime,
) -> Decision:
    """By a manager; out of a pool also by its admins."""
    rights.require_staff(asker)
    if customer.owner is not None or not pools.manages(asker, pool):
        require_lead(asker, "assign customers")
    require_work_on(asker, customer, at)
    if customer.owner == to:
        return []
    require_hold(customer, hold)
    require_same_terms(customer, pool, terms)
    by = asker.actor
    return [CustomerAssigned(customer.id, to, by, customer.owner, at, *told(terms.under))]


def already_in(customer: Customer, into: Into) -> Decision:
    if customer.pool == into.pool:
        return []
    raise Rejected("in-pool", "nobody holds it", pool=customer.pool)
