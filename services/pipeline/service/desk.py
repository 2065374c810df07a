"""What every command of the pipeline has at hand: its log, its caller, what it has heard."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kernel import Rejected
from kernel.change import Change, expecting
from kernel.nameko import caller, log, remote, rows, subscribe
from kernel.patience import LONGEST, patiently
from services.pipeline import rights
from services.pipeline.conditions import NOTHING, Heard, entered, waits_for_news
from services.pipeline.events import DOWNCASTS, UPCASTS, Event
from services.pipeline.heard import HEARD, heard_of
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.owners import OWNER, OWNERS, Standing, find, holding, in_its_pool, standing
from services.pipeline.pipelines import PIPELINE, Pipeline
from services.pipeline.remembered import Opportunity
from services.pipeline.staff import HANDING, STAFF
from services.rights import works_on
from services.staff import inactive
from services.whose import Whose

Json = dict[str, Any]
WHOSE = Whose(OWNERS, OWNER, holding, standing, in_its_pool, find)


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    log = log(Event, UPCASTS, DOWNCASTS)
    caller = caller()
    owners = rows(OWNERS)
    heard = subscribe(OWNERS)
    told = rows(HEARD)
    hearing = subscribe(HEARD)
    people = rows(HANDING)
    customers = remote("customer")
    patience = LONGEST

    def _deal(self, id: str, fresh: bool = False) -> Opportunity:
        """As this process knows it: a first guess, that a commit makes sure of."""
        state: Opportunity = self.log.states.load(OPPORTUNITY, id, fresh).state
        return state

    def _pipeline(self, id: str, number: int | None = None) -> Pipeline:
        """As it was a second ago, unless a version is wanted that was not there then."""
        found: Pipeline = self.log.states.lately(PIPELINE, id).state
        if number is not None and found.version(id, number) is None:
            found = self.log.states.newest(PIPELINE, id)
        return found

    def _pipeline_of(self, deal: Opportunity) -> Pipeline:
        return self._pipeline(deal.pipeline_id, deal.pipeline_version)

    def _heard_of(self, deal: Opportunity, pipeline: Pipeline, was: str, to: str) -> Heard:
        """A visit that was logged a moment ago is waited for, where a stage asks for one."""
        version = pipeline.version(deal.pipeline_id, deal.pipeline_version)
        up = version is not None and to in (*version.ids, "won")
        asked = entered(version, was, to) if version and up else []
        if not waits_for_news(asked, deal, NOTHING, now()):
            return NOTHING
        return patiently(
            lambda: heard_of(self.told, deal.customer_id),
            lambda heard: not waits_for_news(asked, deal, heard, now()),
            self.patience,
            self.hearing.wait,
            sure=self.hearing.sure,
        )

    def _expecting(
        self, expected: int | None, id: str, made: Change[Opportunity, Any]
    ) -> Change[Opportunity, Any]:
        """That it was marked as stuck meanwhile, makes nobody's version an old one.

        A version is nothing to tell to who may not see the deal: then none is expected.
        """
        told = expected if self._works_on(self._deal(id)) else None
        return expecting(told, made, lambda deal: deal.marked)

    def _works_on(self, deal: Opportunity) -> bool:
        return rights.works_on_deal(self.caller, *deal.people)

    def _require_active(self, person: str) -> None:
        """Who has been deactivated receives nothing; who calls is active."""
        if person == self.caller.actor:
            return
        if inactive(self.people.collection(STAFF), [person]):
            raise Rejected(
                "person-deactivated",
                f"{person} has been deactivated and receives nothing: name somebody else",
                person=person,
            )

    def _standing_of(self, customer_id: str | None) -> Standing:
        """A deal may have no customer yet."""
        return self._standing(customer_id, works_on) if customer_id else Standing()

    def _standing(
        self, customer_id: str, allowed: Callable[..., bool], patience: float | None = None
    ) -> Standing:
        """A no is believed when the customers' log itself has said so."""
        found = WHOSE.asked(
            customer_id,
            lambda customer: allowed(self.caller, customer, now()),
            self.owners,
            self.heard,
            self.customers,
            self.patience if patience is None else patience,
        )
        self.log.rests_on("customer", found.heard)
        return found
