"""The pipeline over a log in memory: the worker of handovers, and what read models tell it."""

from datetime import UTC, datetime
from threading import Event
from typing import Any
from uuid import uuid4

from kernel.change import change, create
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.log import Log, MemoryLog
from kernel.states import States
from kernel.testing import project, recorded
from services.pipeline import events as pipeline
from services.pipeline import reassigning
from services.pipeline.events import OpportunityEvent, OpportunityHandoverEvent, OpportunityOpened
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.owners import Standing, find
from services.pipeline.reactions import react
from services.pipeline.remembered import Opportunity
from services.pipeline.service.handover_running import HandingOver
from services.pipeline.service.handover_working import HandoverWorking
from services.pipeline.staff import OPEN_DEALS
from tests.unit.known import Known

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


class Staff:
    """What `rows(HANDING)` is to the service class, as far as it asks."""

    def __init__(self, gone: set[str]) -> None:
        self.gone = gone

    def collection(self, projection: Any) -> "Staff":
        return self

    def find(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"_id": one} for one in wanted["_id"]["$in"] if one in self.gone]


class Rows:
    """What the worker asks of read models."""

    def __init__(self, office: "Office") -> None:
        self.office = office

    def wait(self, customers: int, deals: int) -> None:
        assert deals <= self.office.log.head()

    def deals(self, person: str | None, after: str, limit: int) -> list[str]:
        rows = project(OPEN_DEALS, *self.office.told(OpportunityEvent))
        mine = (id for id, row in rows.items() if person in (row["owner"], *row.get("shares", ())))
        return sorted(id for id in mine if id > after)[:limit]

    def standing(self, customer_id: str | None) -> Standing:
        return find(self.office.owners, customer_id) if customer_id else Standing()

    def gone(self, people: Any) -> frozenset[str]:
        return frozenset(people) & frozenset(self.office.gone)


class Office:
    def __init__(self, log: Log | None = None) -> None:
        self.log: Log = log or MemoryLog("pipeline")
        self.states = States(self.log, Codec(pipeline.Event, pipeline.UPCASTS))
        self.owners = Known()
        self.gone: set[str] = set()
        self.known = Rows(self)
        self.running = HandingOver(self.states, self.known, lambda: NOON)
        self.working = HandoverWorking(self.running, self.known)  # type: ignore[arg-type]

    def do(self, *changes: Any) -> None:
        context = Context("may", "manager", str(uuid4()))
        Commits(self.states, context).commit(*changes)

    def open(self, id: str, customer: str | None = None, owner: str = "ann") -> None:
        about = (id, customer, "tea", None, owner, "prospecting", None, None, None, owner, NOON)
        self.do(create(OPPORTUNITY, id, lambda state: [OpportunityOpened(*about)]))

    def give(self, id: str, to: str) -> None:
        self.do(change(OPPORTUNITY, id, reassigning.reassign, to, "may", NOON))

    def react(self, event: Any, position: int = 1) -> None:
        if changes := react(recorded(event, position, source="customer")):
            self.do(*changes)

    def work(self, handover_id: str) -> None:
        self.working.go_on(handover_id, Event())

    def deal(self, id: str) -> Opportunity:
        state: Opportunity = self.states.load(OPPORTUNITY, id, fresh=True).state
        return state

    def whose(self, *ids: str) -> list[str | None]:
        return [self.deal(id).owner for id in ids]

    def told(self, kind: Any = OpportunityHandoverEvent) -> list[Any]:
        codec = self.states.codec
        stored = [entry for commit in self.log.after(0, 1_000_000) for entry in commit.entries]
        events = [codec.load(entry.type, entry.v, entry.data) for entry in stored]
        return [event for event in events if isinstance(event, kind)]
