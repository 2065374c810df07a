"""Deals that get another owner: assigned by a manager, or with a leaver's customers."""

from datetime import UTC, datetime
from typing import Any

from kernel import Rejected
from kernel.change import change, expecting
from kernel.form import Form, identifier
from kernel.nameko import Feed, background, caller, log, rows, rpc, subscribe
from services.pipeline import reassigning, rights, staff
from services.pipeline.events import UPCASTS, Event
from services.pipeline.opportunity import OPPORTUNITY, Opportunity
from services.pipeline.service.handover_working import handover_worker
from services.pipeline.staff import HANDING, OPEN_DEALS, STAFF

MOST_COUNTED = 10_000

Json = dict[str, Any]


class Assigning(Feed):
    log = log(Event, UPCASTS)
    caller = caller()
    people = rows(HANDING)
    handing = subscribe(HANDING)
    handing_over = background("handovers", handover_worker)

    @rpc
    def assign_opportunity(self, opportunity_id: str, to: str, expected: int | None = None) -> Json:
        with Form() as form:
            person = form.person("to", to)
            expected = form.maybe_version("expected", expected)
        rights.require_lead(self.caller, "give a deal to somebody")
        id = identifier("opportunity", opportunity_id)
        expected = self._told(expected, id)
        self._require_active(person)
        made = change(OPPORTUNITY, id, reassigning.assign, self.caller, person, datetime.now(UTC))
        return self.log.commit(expecting(expected, made)).to_json()

    @rpc
    def open_deals(self, person: str) -> Json:
        """How many a handover would deal with."""
        rights.require_lead(self.caller, "hand deals over")
        with Form() as form:
            person = form.person("person", person)
        wanted = {"owner": person if self.caller.sees(person) else ""}
        found = self.people.collection(OPEN_DEALS).count_documents(wanted, limit=MOST_COUNTED)
        return {"count": found}

    def _told(self, expected: int | None, id: str) -> int | None:
        """A version is nothing to tell to who may not see the deal: then none is expected."""
        state: Opportunity = self.log.states.load(OPPORTUNITY, id, fresh=False).state
        return expected if rights.works_on_deal(self.caller, state.owner) else None

    def _require_active(self, person: str) -> None:
        """Who has been deactivated receives nothing; who calls is active."""
        if person == self.caller.actor:
            return
        if staff.inactive(self.people.collection(STAFF), [person]):
            raise Rejected(
                "person-deactivated",
                f"{person} has been deactivated and receives nothing: name somebody else",
                person=person,
            )
