"""Which customers somebody may see who does not ask just now, as far as this service has heard."""

from collections.abc import Collection
from datetime import datetime

from kernel.context import Context
from kernel.rows import Rows
from services.activity import watching
from services.activity.owners import find_many
from services.activity.people import members, person

SALES = "sales"  # of whom the organisation does not know


def among(
    heard: Rows, people: Rows, login: str, customer_ids: Collection[str], at: datetime
) -> frozenset[str]:
    """Those of the customers that they may see now."""
    asker = of(people, login)
    found = find_many(heard, sorted(customer_ids))
    return frozenset(id for id, standing in found.items() if watching.may(asker, standing, at))


def of(people: Rows, login: str) -> Context:
    """With the rights that their next request will have."""
    known = person(people, login)
    whose = members(people, known.team) if known.visibility == "team" and known.team else ()
    return Context(
        actor=login,
        role=known.role or SALES,
        visibility=known.visibility,
        team="\n".join(sorted(whose)),
    )
