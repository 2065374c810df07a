"""What somebody is told whose new customer has a phone or an e-mail that is taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel import Rejected
from kernel.context import Context
from services.customer import rights
from services.customer.customer import Customer
from services.customer.profile import Key


def refusal(asker: Context, taken: Sequence[tuple[Key, Customer]], at: datetime) -> Rejected:
    fields = ", ".join(key.field for key, _ in taken)
    return Rejected(
        "duplicate",
        f"another customer has this already: {fields}",
        duplicates=[masked(asker, key, holder, at) for key, holder in taken],
    )


def masked(asker: Context, key: Key, holder: Customer, at: datetime) -> dict[str, Any]:
    """That it is taken, everybody may know; whose it is, who may see the customer."""
    told: dict[str, Any] = {"field": key.field, "key": key.kind, "state": state(asker, holder)}
    if not rights.sees(asker, holder, at):
        return told | {"holder": None}
    if holder.owner is None:
        return told | {"holder": holder.id, "pool": holder.pool}
    return told | {"holder": holder.id, "owner": holder.owner}


def state(asker: Context, holder: Customer) -> str:
    if holder.owner is None:
        return "pool"
    return "yours" if holder.owner == asker.actor else "held"
