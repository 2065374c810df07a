"""The archive: out of all lists, phones and addresses free; and back, if they still are."""

from datetime import datetime

from kernel.context import Context
from services.customer import rights
from services.customer.customer import Customer
from services.customer.events import CustomerArchived, CustomerEvent, CustomerRestored
from services.rights import require_lead

PUBLIC = "public"  # the pool of what lay in none


def archive(customer: Customer, asker: Context, reason: str, at: datetime) -> list[CustomerEvent]:
    """Everybody puts away what is their own; what lies in a pool is everybody's."""
    rights.require_sight(asker, customer, at)
    if customer.archived:
        return []
    if customer.owner is None:
        require_lead(asker, "archive what lies in a pool")
    else:
        rights.require_hold(asker, customer, "archive it")
    return [
        CustomerArchived(customer.id, asker.actor, reason, customer.owner, customer.pool, at)
    ]  # fmt: skip


def restore(customer: Customer, asker: Context, full: bool, at: datetime) -> list[CustomerEvent]:
    """To who had it, unless their hands are `full`; else to the pool where it lay."""
    rights.require_sight(asker, customer, at)
    if not customer.archived:
        return []
    if customer.kept_for is None:
        require_lead(asker, "restore what lay in a pool")
    owner = None if full else customer.kept_for
    pool = None if owner else customer.kept_in or PUBLIC
    return [CustomerRestored(customer.id, asker.actor, owner, pool, at)]
