"""How somebody begins to watch a customer, and stops."""

from kernel.change import change
from kernel.form import identifier
from kernel.nameko import at_start, rpc
from kernel.settings import setting
from services.activity import heard_of, watch_list, watching
from services.activity.contact import CONTACT
from services.activity.owners import Standing, find
from services.activity.service.desk import Desk, Json, now
from services.activity.watch_list import WATCH_LIST


class Watching(Desk):
    watched_limit = at_start(lambda: int(setting("GUANXI_WATCHED_LIMIT", "500")))

    @rpc
    def watch_customer(self, customer_id: str) -> Json:
        id, at, me = identifier("customer", customer_id), now(), self.caller.actor
        made = change(CONTACT, id, heard_of.watch, self.caller, self._in_sight(id), id, at)
        listed = change(WATCH_LIST, me, watch_list.put, me, id, self.watched_limit, at)
        return self.log.commit(made, listed).to_json()

    @rpc
    def unwatch_customer(self, customer_id: str) -> Json:
        id, at, me = identifier("customer", customer_id), now(), self.caller.actor
        made = change(CONTACT, id, heard_of.unwatch, self.caller, find(self.heard, id), id, at)
        return self.log.commit(
            made, change(WATCH_LIST, me, watch_list.strike, me, id, at)
        ).to_json()

    def _in_sight(self, id: str) -> Standing:
        """With the pool that it lies in: who knows of it there may watch it as well."""
        at = now()
        found = self._patiently(
            id, lambda: find(self.heard, id), lambda found: watching.may(self.caller, found, at)
        )
        self.log.rests_on("customer", found.heard)
        return found
