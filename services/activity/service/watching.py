"""How somebody begins to watch a customer, and stops."""

from kernel.change import change
from kernel.form import identifier
from kernel.nameko import rpc
from services.activity import heard_of, watching
from services.activity.contact import CONTACT
from services.activity.owners import Standing, find
from services.activity.service.desk import Desk, Json, now


class Watching(Desk):
    @rpc
    def watch_customer(self, customer_id: str) -> Json:
        id, at = identifier("customer", customer_id), now()
        made = change(CONTACT, id, heard_of.watch, self.caller, self._in_sight(id), id, at)
        return self.log.commit(made).to_json()

    @rpc
    def unwatch_customer(self, customer_id: str) -> Json:
        id, at = identifier("customer", customer_id), now()
        made = change(CONTACT, id, heard_of.unwatch, self.caller, find(self.heard, id), id, at)
        return self.log.commit(made).to_json()

    def _in_sight(self, id: str) -> Standing:
        """With the pool that it lies in: who knows of it there may watch it as well."""
        at = now()
        return self._patiently(
            id, lambda: find(self.heard, id), lambda found: watching.may(self.caller, found, at)
        )
