"""What somebody is told whose customer has a phone, an address or a code that another one has."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel import Rejected
from kernel.context import Context
from services.customer import rights
from services.customer.keys import Key
from services.customer.rights import Customer

MOST = 20  # that are told of


class Standing(Customer):
    """A customer, as far as an answer tells where it stands."""

    @property
    def pool(self) -> str | None: ...


def refusal(asker: Context, taken: Sequence[tuple[Key, Any]], at: datetime) -> Rejected:
    fields = ", ".join(dict.fromkeys(key.field for key, _ in taken))
    return Rejected(
        "duplicate",
        f"another customer has this already: {fields}",
        duplicates=told(asker, taken, at),
    )


def told(asker: Context, taken: Sequence[tuple[Key, Any]], at: datetime) -> list[dict[str, Any]]:
    return [masked(asker, key, holder, at) for key, holder in taken[:MOST]]


def masked(asker: Context, key: Key, holder: Any, at: datetime) -> dict[str, Any]:
    """That it is taken, everybody may know; whose it is, who may see the customer."""
    return {"field": key.field, "key": key.kind} | standing(asker, holder, at)


def standing(asker: Context, holder: Any, at: datetime) -> dict[str, Any]:
    """Yours, held by X, lies in pool P; as far as the asker may know it."""
    known: dict[str, Any] = {"state": state(asker, holder)}
    if not rights.sees(asker, holder, at):
        return known | {"holder": None}
    if holder.owner is None:
        return known | {"holder": holder.id, "pool": holder.pool}
    return known | {"holder": holder.id, "owner": holder.owner}


def state(asker: Context, holder: Customer) -> str:
    if holder.owner is None:
        return "pool"
    return "yours" if holder.owner == asker.actor else "held"
