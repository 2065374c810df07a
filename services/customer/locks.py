"""Customers that are neither claimed nor return for a while: locked, and let be again."""

from datetime import datetime

from kernel.context import Context
from services.customer.customer import Customer
from services.customer.events import CustomerLocked, CustomerUnlocked
from services.customer.ownership import Decision
from services.customer.pool import Pool
from services.customer.sight import require_charge


def lock(
    customer: Customer,
    asker: Context,
    pool: Pool,
    until: datetime | None,
    reason: str,
    at: datetime,
) -> Decision:
    """Neither claimed nor recycled until then; None: until somebody unlocks it."""
    require_charge(customer, asker, pool, at, "lock customers")
    if customer.lock and customer.lock.until == until:
        return []
    return [CustomerLocked(customer.id, until, reason, asker.actor, at)]


def unlock(customer: Customer, asker: Context, pool: Pool, at: datetime) -> Decision:
    require_charge(customer, asker, pool, at, "unlock customers")
    return [CustomerUnlocked(customer.id, asker.actor, at)] if customer.lock else []
