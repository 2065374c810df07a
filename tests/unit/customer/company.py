"""The customer service over a log, as several people use it through several processes."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.log import Log, MemoryLog
from kernel.projection import Projection
from kernel.states import States
from kernel.testing import project
from services.customer.customer import CUSTOMER
from services.customer.events import UPCASTS, Event
from services.customer.portfolio import PORTFOLIO, Limits
from services.customer.service import CustomerService
from services.customer.settings import Settings
from services.customer.similar import SIMILAR
from services.customer.staff import STAFF
from tests.unit.customer.lookalikes import Lookalikes

KEY = b"a key for tests"


class Heard:
    """What `rows(HEARD)` is to the service, as far as it asks, by the log as it stands."""

    def __init__(self, company: "Company") -> None:
        self.company = company

    def wait(self, source: str, position: int) -> None:
        """It stands by the log itself."""

    def collection(self, projection: Projection) -> Any:
        if projection is SIMILAR:
            return self.company.lookalikes.collection(projection)
        return Told(self.company, projection)


class Told:
    """Rows folded from all events."""

    def __init__(self, company: "Company", projection: Projection) -> None:
        self.company, self.projection = company, projection

    def find(
        self, wanted: dict[str, Any], *_: Any, limit: int | None = None, **__: Any
    ) -> list[dict[str, Any]]:
        events = [e for e in self.company.events() if isinstance(e, self.projection.events)]
        rows = sorted(project(self.projection, *events).items())
        return [row for _, row in rows if all(fits(row.get(k), v) for k, v in wanted.items())][
            :limit
        ]


class Gone:
    """What `rows(PEOPLE)` is: who has been deactivated."""

    def __init__(self, company: "Company") -> None:
        self.company = company

    def collection(self, projection: Projection) -> "Gone":
        assert projection is STAFF
        return self

    def find(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"_id": one} for one in wanted["_id"]["$in"] if one in self.company.gone]


def fits(known: Any, wanted: Any) -> bool:
    """As in MongoDB, a list fits when one of it does."""
    return known == wanted or (isinstance(known, list) and wanted in known)


class Company:
    def __init__(
        self, limits: Limits | None = None, processes: int = 1, logs: Sequence[Log] = ()
    ) -> None:
        """Processes that share a log in memory, or one process for each door to a real one."""
        logs = logs or [MemoryLog("customer")] * processes
        self.log = logs[0]
        self.codec = Codec(Event, UPCASTS)
        self.processes = [States(log, self.codec) for log in logs]
        self.settings = Settings(limits or Limits(100, 100), KEY, ZoneInfo("Asia/Shanghai"))
        self.lookalikes = Lookalikes(self.log)
        self.gone: set[str] = set()  # who has been deactivated
        self.strangers: set[str] = set()  # who never worked here
        self._ids = count(1)

    def desk(self, asker: Context, command_id: str = "", process: int = 0) -> CustomerService:
        """The service as it runs one command of that person."""
        context = replace(asker, command_id=command_id or f"command {next(self._ids)}")
        service = CustomerService()
        service.log = Commits(self.processes[process], context)
        service.caller = context
        service.settings = self.settings
        service.heard = Heard(self)
        service.people = Gone(self)
        return service

    def events(self, kind: type | None = None) -> list:
        """All that was recorded, oldest first."""
        stored = [entry for commit in self.log.after(0, 1_000_000) for entry in commit.entries]
        events = [self.codec.load(entry.type, entry.v, entry.data) for entry in stored]
        return [event for event in events if kind is None or isinstance(event, kind)]

    def streams(self) -> set[str]:
        return {entry.stream for commit in self.log.after(0, 1_000_000) for entry in commit.entries}

    def customer(self, id: str):
        return States(self.log, self.codec).load(CUSTOMER, id, fresh=True).state

    def portfolio(self, person: str):
        return States(self.log, self.codec).load(PORTFOLIO, person, fresh=True).state
