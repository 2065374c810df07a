"""Who gets a leaver's open deal, and whether it goes back to them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from services.pipeline.events import OpportunityHanded, OpportunityKept
from services.pipeline.handover import Handover
from services.pipeline.owners import Standing
from services.pipeline.reassigning import has_part
from services.pipeline.remembered import CLOSED, Opportunity


@dataclass
class Dealing:
    """One deal after the other; of those that have no customer, everybody gets as many."""

    made: Handover
    gone: Collection[str]  # who has been deactivated
    handed: list[OpportunityHanded] = field(default_factory=list)
    kept: list[OpportunityKept] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.receivers = [person for person in self.made.to if person not in self.gone]
        self.given = dict(self.made.given)

    def take(self, deal: Opportunity, customer: Standing) -> bool:
        """True when it changes hands; then `handed` ends with it."""
        if deal.stage in CLOSED:
            return self._keep(deal, "closed")
        if deal.owner != self.made.leaver:
            return self._pass_on(deal)
        if customer.owner == self.made.leaver:
            return self._keep(deal, "customer-kept")
        if deal.customer_id is not None and customer.owner not in self.gone:
            return self._hand(deal, customer.owner)
        return self._share_out(deal)

    def _pass_on(self, deal: Opportunity) -> bool:
        """The leaver's part in a colleague's deal is its owner's then."""
        if not has_part(deal, self.made.leaver):
            return self._keep(deal, "changed-hands")
        if deal.owner is None or deal.owner in self.gone:
            return self._keep(deal, "no-receiver")
        self.handed.append(OpportunityHanded(deal.id, deal.owner, share=True))
        return True

    def _share_out(self, deal: Opportunity) -> bool:
        if not self.receivers:
            return self._keep(deal, "no-receiver")
        return self._hand(deal, min(self.receivers, key=lambda one: self.given.get(one, 0)))

    def _hand(self, deal: Opportunity, to: str | None) -> bool:
        self.handed.append(OpportunityHanded(deal.id, to))
        if to:
            self.given[to] = self.given.get(to, 0) + 1
        return True

    def _keep(self, deal: Opportunity, reason: str) -> bool:
        self.kept.append(OpportunityKept(deal.id, reason, deal.owner))
        return False


def returns(
    deal: Opportunity, handed: OpportunityHanded, leaver_gone: bool, handover_id: str
) -> str | None:
    """Why it does not go back, or None: what is still as it was handed over does."""
    if leaver_gone:
        return "person-deactivated"
    if deal.stage in CLOSED:
        return "closed"
    return None if still_passed(deal, handed, handover_id) else "changed-hands"


def still_passed(deal: Opportunity, handed: OpportunityHanded, handover_id: str) -> bool:
    if handed.share:
        return deal.passed is not None and deal.passed[0] == handover_id
    return deal.owner == handed.to
