"""The worker: brings the deals of each handover to its end, wherever somebody has left it."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from threading import Event

from kernel.labour import Labour
from kernel.nameko import process
from kernel.rows import Rows
from services.pipeline import staff
from services.pipeline.handover import HANDOVER
from services.pipeline.owners import OWNER, OWNERS, Standing, find
from services.pipeline.service.handover_running import HandingOver
from services.pipeline.staff import HANDING, HANDOVERS, OPEN_DEALS, STAFF
from services.staff import inactive

SWEEP = 1.0  # seconds between two looks at deals of nobody
BREATH = 0.001  # between two batches: commands of people come first
CATCH_UP = 5.0  # seconds for which rows are waited for before others get their turn
SWEPT = 200  # deals of nobody that are looked at in one go


class KnownDeals:
    def __init__(self, owners: Rows, handing: Rows) -> None:
        self.owners, self.handing = owners, handing

    def wait(self, customers: int, deals: int) -> None:
        """Until that of both logs has been heard; Unavailable while it has not."""
        self.owners.wait("customer", customers, CATCH_UP)
        self.handing.wait("pipeline", deals, CATCH_UP)

    def waiting(self) -> list[tuple[str, datetime]]:
        """Handovers that go on: the log has told of them, so that none is to be forgotten."""
        return [(id, now()) for id in staff.unfinished(self.handing.collection(HANDOVERS))]

    def deals(self, person: str | None, after: str, limit: int) -> Sequence[str]:
        rows = staff.deals_of(self.handing.collection(OPEN_DEALS), person, after, limit)
        return [row["_id"] for row in rows]

    def standing(self, customer_id: str | None) -> Standing:
        return find(self.owners, customer_id) if customer_id else Standing()

    def gone(self, people: Sequence[str | None]) -> frozenset[str]:
        return inactive(self.handing.collection(STAFF), people)

    def adrift(self, after: str) -> tuple[Mapping[str, str], str]:
        """By deal of nobody who has its customer by now, and where the next look begins."""
        deals = staff.deals_of(self.handing.collection(OPEN_DEALS), None, after, SWEPT)
        customers = {"_id": {"$in": [row["customer_id"] for row in deals]}, "owner": {"$ne": None}}
        found = self.owners.collection(OWNER).find(customers, {"owner": 1}) if deals else ()
        owners = {row["_id"]: row["owner"] for row in found}
        gone = self.gone(list(owners.values()))
        taken = {row["_id"]: owners.get(row["customer_id"]) for row in deals}
        last = deals[-1]["_id"] if len(deals) == SWEPT else ""
        return {id: one for id, one in taken.items() if one and one not in gone}, last


def handover_worker() -> Labour:
    database = process.database("pipeline")
    known = KnownDeals(Rows(database, OWNERS), Rows(database, HANDING))
    working = HandoverWorking(HandingOver(process.states_of("pipeline"), known, now), known)
    return Labour("handovers of deals", known, working.take, working.sweep, SWEEP)


class HandoverWorking:
    def __init__(self, running: HandingOver, known: KnownDeals) -> None:
        self.running, self.known = running, known
        self.swept = ""

    def sweep(self) -> None:
        """Deals that waited for an owner of their customer, and need not any more."""
        found, self.swept = self.known.adrift(self.swept)
        self.running.pick_up(found)

    def take(self, handover_id: str, asked_at: datetime, over: Event) -> None:
        """As far as it goes now; what was interrupted stays open, and is gone on with."""
        self.go_on(handover_id, over)

    def go_on(self, handover_id: str, over: Event) -> None:
        made = self.running.load(handover_id)
        last = self.running.states.load(HANDOVER, handover_id, fresh=False).last
        self.known.wait(made.customers_upto, last)
        while made.state in ("running", "undoing") and not over.is_set():
            if not self.running.step(made):
                self.running.finish(made)
            made = self.running.load(handover_id)
            time.sleep(BREATH)


def now() -> datetime:
    return datetime.now(UTC)
