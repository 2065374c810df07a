"""How a customer has climbed its ladder, as the gateway asks it."""

from collections.abc import Sequence
from typing import Any

from kernel.form import identifier
from kernel.nameko import rpc
from services.analytics import rungs
from services.analytics.asker import asker
from services.analytics.directory import DIRECTORY, customer
from services.analytics.freshness import caught_up
from services.analytics.rungs import RUNGS
from services.analytics.service.desk import Desk, now


class Climbing(Desk):
    @rpc
    def rungs(self, customer_id: str, after: Sequence[str] | None = None) -> dict[str, Any]:
        who, id = asker(self.caller, now()), identifier("customer", customer_id)
        found = caught_up(self.lists, after)
        seen = customer(found.collection(DIRECTORY), self._among(who, after), id)
        return rungs.rungs(found.collection(RUNGS), id, seen["stage"], who.at)
