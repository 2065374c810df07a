"""Who asks, and which rows exist for them."""

from dataclasses import dataclass, replace
from typing import Any

from kernel.context import Context
from kernel.refusal import Forbidden
from services.analytics.pools import NOTHING_HIDDEN, Known, known
from services.analytics.reading import Documents

SEES_ALL = frozenset({"manager", "admin"})
SEES_OWN = frozenset({"sales"})


@dataclass(frozen=True, slots=True)
class Asker:
    user: str
    sees_all: bool
    pools: Known = NOTHING_HIDDEN

    def customers(self) -> dict[str, Any]:
        """Own customers and those of the own pools; what others hold does not exist for sales."""
        if self.sees_all:
            return {}
        if not (lying := self.pools.lying()):
            return {"owner": {"$in": [self.user, None]}}
        return {"$or": [{"owner": self.user}, {"owner": None, **lying}]}

    def among(self, pools: Documents) -> "Asker":
        """The same, who knows of which pools they are a member."""
        return self if self.sees_all else replace(self, pools=known(pools, self.user))

    def own(self, field: str = "owner") -> dict[str, Any]:
        """Deals and figures: sales see their own, managers see everybody's."""
        return {} if self.sees_all else {field: self.user}


def asker(context: Context) -> Asker:
    """Raises Forbidden for a role that has no lists and reports."""
    if context.role not in SEES_ALL | SEES_OWN:
        raise Forbidden("role-not-allowed", f"the role {context.role!r} has no lists or reports")
    return Asker(context.actor, context.role in SEES_ALL)
