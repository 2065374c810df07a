"""For whom a customer is there: by rights, and by the pool that it lies in."""

from datetime import datetime

from kernel import NotFound
from kernel.context import Context
from services.customer import pool as pools
from services.customer import rights
from services.customer.customer import Customer
from services.customer.pool import Pool
from services.rights import require_lead


def sees(asker: Context, customer: Customer, pool: Pool, at: datetime) -> bool:
    """What lies in a pool exists for its members."""
    lies_elsewhere = customer.lies_in is not None and not pools.sees(asker, pool)
    return rights.sees(asker, customer, at) and not lies_elsewhere


def require_sight(asker: Context, customer: Customer, pool: Pool) -> None:
    """Of one that was in the pool until now its members may know who was faster."""
    rights.require_staff(asker)
    if not pools.sees(asker, pool):
        raise NotFound(what="customer", id=customer.id)


def require_charge(customer: Customer, asker: Context, pool: Pool, at: datetime, what: str) -> None:
    """A manager who sees it, or an admin of the pool that it lies in or came from."""
    rights.require_staff(asker)
    if asker.actor in pool.admins:
        return
    if not sees(asker, customer, pool, at):
        raise NotFound(what="customer", id=customer.id)
    require_lead(asker, f"{what}, or an admin of its pool")
