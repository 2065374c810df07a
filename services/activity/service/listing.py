"""How customers come onto call lists, and off them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kernel import NotFound
from kernel.change import Change, change, create
from kernel.commits import Commits
from kernel.form import Form, identifier
from kernel.nameko import at_start, rpc
from kernel.rowwise import read_ids, row_by_row
from kernel.settings import batch_limit as limit_of_batches
from services.activity import call_list, consent
from services.activity.call_list import CALL_LIST, LISTING, CallList, place
from services.activity.contact import CONTACT
from services.activity.owners import Standing
from services.activity.service.desk import Desk, Json, now
from services.activity.service.recent import Recent
from services.rights import require_staff

LONGEST_NAME = 100

Decide = Callable[..., Any]


class Listing(Desk):
    recent = at_start(Recent)
    batch_limit = at_start(limit_of_batches)

    @rpc
    def open_call_list(self, name: str) -> Json:
        with Form() as form:
            called = form.title("name", name, LONGEST_NAME)
        id = self._made()
        made = create(CALL_LIST, id, call_list.open_list, self.caller, id, called, now())
        return self.log.commit(made).to_json()

    @rpc
    def close_call_list(self, list_id: str) -> Json:
        id = identifier("call-list", list_id)
        return self.log.commit(change(CALL_LIST, id, call_list.close, self.caller, now())).to_json()

    @rpc
    def put_on_call_list(self, list_id: str, ids: Any) -> Json:
        """Each a command of its own, with an answer of its own."""

        def put(known: CallList, log: Commits, id: str) -> Json:
            closed = self.log.states.newest(CONTACT, id).closed
            consent.require_open(closed, "phone")
            return self._listing(log, known, id, call_list.put)

        return self._each(list_id, ids, put)

    @rpc
    def strike_off_call_list(self, list_id: str, ids: Any) -> Json:
        def strike(known: CallList, log: Commits, id: str) -> Json:
            return self._listing(log, known, id, call_list.strike)

        return self._each(list_id, ids, strike)

    def _each(self, list_id: str, ids: Any, do: Callable[[CallList, Commits, str], Json]) -> Json:
        require_staff(self.caller)
        with Form() as form:
            wanted = read_ids(form, ids, self.batch_limit)
        known = self._call_list(identifier("call-list", list_id))
        call_list.require_there(known)
        return row_by_row(self.log, wanted, lambda log, id: do(known, log, id))

    def _listing(self, log: Commits, known: CallList, id: str, decide: Decide) -> Json:
        id, at = identifier("customer", id), now()
        return log.commit(self._listed(known, id, self._standing(id, at), at, decide)).to_json()

    def _listed(
        self,
        known: CallList,
        id: str,
        customer: Standing,
        at: datetime,
        decide: Decide,
        follow_up_id: str | None = None,
    ) -> Change[Any, Any]:
        about = (self.caller, known, customer, id, at, follow_up_id)
        return change(LISTING, place(known.id, id), decide, *about)

    def _call_list(self, list_id: str) -> CallList:
        """A list that is not known has perhaps just been opened."""
        for fresh in (False, True):
            [found] = self.recent.states(self.log.states, [(CALL_LIST, list_id)], fresh)
            known: CallList = found
            if known.id:
                return known
        raise NotFound(what="call-list", id=list_id)
