"""Who asks, and which rows exist for them."""

from dataclasses import dataclass
from typing import Any

from kernel.context import Context
from kernel.refusal import Forbidden

SEES_ALL = frozenset({"manager", "admin"})
SEES_OWN = frozenset({"sales"})


@dataclass(frozen=True, slots=True)
class Asker:
    user: str
    sees_all: bool

    def customers(self) -> dict[str, Any]:
        """Own customers and those of the pools; what others hold does not exist for sales."""
        return {} if self.sees_all else {"owner": {"$in": [self.user, None]}}

    def own(self, field: str = "owner") -> dict[str, Any]:
        """Deals and figures: sales see their own, managers see everybody's."""
        return {} if self.sees_all else {field: self.user}


def asker(context: Context) -> Asker:
    """Raises Forbidden for a role that has no lists and reports."""
    if context.role not in SEES_ALL | SEES_OWN:
        raise Forbidden("role-not-allowed", f"the role {context.role!r} has no lists or reports")
    return Asker(context.actor, context.role in SEES_ALL)
