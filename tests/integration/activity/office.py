"""An office whose people leave: a real log, real rows, and what the customer service tells."""

from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event
from typing import Any

from kernel.engine import Engine
from kernel.envelope import envelopes
from kernel.feed import feed
from kernel.log import Commit, Entry
from kernel.mongo import MongoLog
from kernel.rows import Rows
from kernel.ticker import Ticker
from services.activity.appointment import APPOINTMENT
from services.activity.heard import HEARD
from services.activity.people import PEOPLE
from services.activity.service.succeeding import Succeeding
from services.customer.published.handovers import HandoverBegun, HandoverEnded, HandoverUndone
from tests.unit.activity.company import Company

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)


class Office(Company):
    """A real log and real rows; `leave` is what the customer service tells of a handover."""

    def __init__(self, database: Any) -> None:
        log = MongoLog(database, "activity")
        log.create_indexes()
        super().__init__(log, processes=2)
        self.database = database
        self.engine, self.rows = Engine(database, HEARD), Rows(database, HEARD)
        for engine in (self.engine, Engine(database, PEOPLE)):
            engine.positions()
        self._heard = count(1)

    def told(self, *events: Any) -> None:
        """By the customer service."""
        for event in events:
            at = next(self._heard)
            entry = Entry(f"x/{at}", 1, *HEARD.sources["customer"].dump(event))
            made = envelopes("customer", Commit(at, (entry,), NOON, {}))
            self.engine.apply(made)

    def leave(self, person: str, *to: str, assigned: Any = (), handover_id: str = "h1") -> None:
        self.told(
            HandoverBegun(handover_id, person, to, "one", None, "left", "may", NOON),
            *assigned,
            HandoverEnded(handover_id, "may", NOON),
        )

    def undo(self, *assigned: Any) -> None:
        self.told(*assigned, HandoverUndone("h1", "may", NOON, "ann", NOON))

    def settle(self) -> None:
        after = self.engine.positions()["activity"]
        while page := feed(self.log, after, 500)["events"]:
            self.engine.apply(page)
            after = page[-1]["position"]

    def tick(self, process: int = 0) -> None:
        self.settle()
        agenda = Succeeding(self.database, self.rows, self.processes[process])
        Ticker(self.database, agenda, Event(), self.settle).tick()
        self.settle()

    def made(self, id: str) -> Any:
        return self.processes[0].load(APPOINTMENT, id, fresh=True).state

    def book(self, asker: Any, days: int = 0, **how: Any) -> str:
        starts_at = SOON + timedelta(days=days)
        when = {
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + timedelta(hours=1)).isoformat(),
        }
        return str(self.desk(asker).book_appointment(title="x", **when, **how)["id"])
