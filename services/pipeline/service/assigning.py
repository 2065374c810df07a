"""Deals that get another owner: assigned by a manager, or with a leaver's customers."""

from kernel.change import change
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.pipeline import reassigning
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.service.desk import Desk, Json, now
from services.pipeline.staff import OPEN_DEALS, worked_on
from services.rights import require_lead

MOST_COUNTED = 10_000


class Assigning(Desk):
    @rpc
    def assign_opportunity(self, opportunity_id: str, to: str, expected: int | None = None) -> Json:
        with Form() as form:
            person = form.person("to", to)
            expected = form.maybe_version("expected", expected)
        require_lead(self.caller, "give a deal to somebody")
        id = identifier("opportunity", opportunity_id)
        self._require_active(person)
        made = change(OPPORTUNITY, id, reassigning.assign, self.caller, person, now())
        return self.log.commit(self._expecting(expected, id, made)).to_json()

    @rpc
    def open_deals(self, person: str) -> Json:
        """How many a handover would deal with."""
        require_lead(self.caller, "hand deals over")
        with Form() as form:
            person = form.person("person", person)
        if not self.caller.sees(person):
            return {"count": 0}
        deals, wanted = self.people.collection(OPEN_DEALS), worked_on(person)
        return {"count": deals.count_documents(wanted, limit=MOST_COUNTED)}
