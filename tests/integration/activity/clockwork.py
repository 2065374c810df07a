"""A company whose customers wait to be contacted: real logs, real rows, a real ticker."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import Event
from typing import Any
from uuid import uuid4

from gateway import events as gateway
from kernel.codec import Codec
from kernel.engine import Engine
from kernel.feed import feed
from kernel.group import Group
from kernel.log import Draft, Entry
from kernel.mongo import MongoLog
from kernel.rows import Rows
from kernel.states import States
from kernel.ticker import Agenda, Ticker
from services.activity import events as activity
from services.activity.events import DaysOff, FollowUpLogged, ReminderRulesSet, WorkingYearSet
from services.activity.heard import HEARD
from services.activity.people import PEOPLE
from services.activity.service.judging import Judging
from services.activity.service.reminding import Reminders
from services.customer import events as customer
from services.customer.events import CustomerClaimed
from tests.integration.servers import throwaway_database

CODECS = {
    "customer": Codec(customer.Event, customer.UPCASTS),
    "activity": Codec(activity.Event, activity.UPCASTS),
    "gateway": Codec(gateway.Event, gateway.UPCASTS),
}


def ago(**time: float) -> datetime:
    return datetime.now(UTC) - timedelta(**time)


class Clockwork:
    """`tick` folds what has happened and does what is due; `hear=False` leaves the rows behind."""

    about: type[Judging] = Reminders
    groups: tuple[Group, ...] = (HEARD, PEOPLE)

    def __init__(self, databases: dict[str, Any]) -> None:
        """By service; they may be one, in which only the activity log is written by a service."""
        self.logs = {name: MongoLog(database, name) for name, database in databases.items()}
        for log in self.logs.values():
            log.create_indexes()
        self.database = databases["activity"]
        self.engines = {group: Engine(self.database, group) for group in self.groups}
        self._numbers = count(1)
        self.begin_anew()

    def begin_anew(self) -> None:
        """As a process that knows nothing but what is in the log."""
        self.states = States(self.logs["activity"], CODECS["activity"])

    def happened(
        self, source: str, *events: Any, at: datetime | None = None, request: str = ""
    ) -> None:
        """Recorded by a service, at any time, each in a stream of its own."""
        log, codec = self.logs[source], CODECS[source]
        entries = [Entry(f"test/{uuid4().hex}", 1, *codec.dump(event)) for event in events]
        meta = {"command_id": uuid4().hex, "correlation_id": request}
        log.append(Draft(tuple(entries), at or datetime.now(UTC), meta))

    def ruled(self, event: ReminderRulesSet) -> None:
        """The company's rules from now on."""
        entry = Entry("reminder-rules/company", event.version, *CODECS["activity"].dump(event))
        command = {"command_id": uuid4().hex}
        self.logs["activity"].append(Draft((entry,), event.at, command))

    def day_off(self, year: int, first: date, last: date) -> None:
        """All the holidays that the company has entered of a year."""
        off = (DaysOff("closed", first, last),)
        event = WorkingYearSet(year, off, (), "may", datetime.now(UTC))
        version = next(self._numbers)
        entry = Entry(f"working-year/{year}", version, *CODECS["activity"].dump(event))
        command = {"command_id": uuid4().hex}
        self.logs["activity"].append(Draft((entry,), event.at, command))

    def claimed(self, at: datetime, owner: str = "ann") -> str:
        id = f"c{next(self._numbers)}"
        self.happened("customer", CustomerClaimed(id, owner, at), at=at)
        return id

    def called(self, id: str, at: datetime, plan: datetime | None, by: str = "ann") -> None:
        logged = FollowUpLogged(f"f-{uuid4()}", id, by, "phone", "reached", "", plan, at, at)
        self.happened("activity", logged, at=at)

    def planned(self, plan: datetime, owner: str = "ann") -> str:
        """A customer that is to be contacted then."""
        at = plan - timedelta(hours=1)
        id = self.claimed(at - timedelta(hours=1), owner)
        self.called(id, at, plan, owner)
        return id

    def hear(self) -> None:
        """All that the logs have, folded into the rows."""
        for group, engine in self.engines.items():
            for source in group.sources:
                after = engine.positions()[source]
                while page := feed(self.logs[source], after, 500)["events"]:
                    engine.apply(page)
                    after = page[-1]["position"]

    def agenda(self) -> Agenda:
        return self.about(self.database, Rows(self.database, HEARD), self.states)

    def ticker(self, hear: bool = True) -> Ticker:
        settle = self.hear if hear else lambda: None
        return Ticker(self.database, self.agenda(), Event(), settle)

    def tick(self, hear: bool = True) -> float:
        if hear:
            self.hear()
        return self.ticker(hear).tick()

    def events(self, kind: type) -> list[Any]:
        """All of a kind that the activity log holds, oldest first."""
        stored = [e for commit in self.logs["activity"].after(0, 10**6) for e in commit.entries]
        named = [entry for entry in stored if entry.type == kind.__name__]
        return [CODECS["activity"].load(entry.type, entry.v, entry.data) for entry in named]


@contextmanager
def clockwork(kind: type[Clockwork] = Clockwork) -> Iterator[Clockwork]:
    with throwaway_database() as a, throwaway_database() as b, throwaway_database() as c:
        yield kind({"activity": a, "customer": b, "gateway": c})
