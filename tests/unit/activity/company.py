"""The activity service over a log in memory: several desks, and what they have written."""

from dataclasses import replace
from itertools import count
from typing import Any

from kernel.codec import Codec
from kernel.commits import Commits
from kernel.log import Log, MemoryLog
from kernel.news import News
from kernel.states import States
from services.activity.events import UPCASTS, Event
from services.activity.service import ActivityService
from tests.unit.known import Customers, Known
from tests.unit.people import MAY
from tests.unit.pipeline.examples import OWNED_BY_ANN


class Company:
    """With `logs` that of a server; each process has states of its own."""

    def __init__(self, log: Log | None = None, processes: int = 1) -> None:
        self.log = log or MemoryLog("activity")
        self.codec = Codec(Event, UPCASTS)
        self.processes = [States(self.log, self.codec) for _ in range(processes)]
        self.owners, self.people = Known(OWNED_BY_ANN), Known()
        self.customers = Customers()
        self._ids = count(1)

    def desk(self, asker: Any, command_id: str = "", process: int = 0) -> Any:
        id = command_id or f"command {next(self._ids)}"
        context = replace(asker, command_id=id, fingerprint=asker.actor)
        service: Any = ActivityService()
        service.log = Commits(self.processes[process], context)
        service.caller = context
        service.heard, service.people = self.owners, self.people
        service.patience = 0.2
        service.customers = self.customers
        service.hearing = service.hearing_of_people = News()
        return service

    def room(self, name: str = "Lotus", **known: Any) -> str:
        return str(self.desk(MAY).open_room(name=name, **known)["id"])

    def events(self, *kinds: type) -> list[Any]:
        found = [
            self.codec.load(entry.type, entry.v, entry.data)
            for commit in self.log.after(0, 100_000)
            for entry in commit.entries
        ]
        return [event for event in found if isinstance(event, kinds or (object,))]

    def head(self) -> int:
        return self.log.head()
