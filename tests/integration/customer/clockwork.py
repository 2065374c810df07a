"""A company whose customers have been held for days: a real log, real rows, a real ticker."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event
from typing import Any

from kernel.change import change, create
from kernel.commits import Commits
from kernel.engine import Engine
from kernel.envelope import envelopes
from kernel.feed import feed
from kernel.log import Commit, Entry
from kernel.mongo import MongoLog
from kernel.rows import Rows
from kernel.states import States
from kernel.ticker import Ticker
from services.customer import customer, portfolio
from services.customer.customer import CUSTOMER
from services.customer.events import Profile
from services.customer.heard import HEARD
from services.customer.portfolio import PORTFOLIO, Limits
from services.customer.service.returning import Returns
from tests.integration.servers import throwaway_database
from tests.unit.customer.company import Company
from tests.unit.people import MAY

DAY = timedelta(days=1)
MANY = Limits(10_000, 10_000)


def ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


class Clockwork(Company):
    """`tick` folds what has happened and does what is due; `hear=False` leaves the rows behind."""

    def __init__(self, database: Any) -> None:
        """The database of the customer service, or one that stands for it."""
        log = MongoLog(database, "customer")
        log.create_indexes()
        super().__init__(MANY, logs=[log])
        self.database = database
        self.engine = Engine(database, HEARD)
        self.rows = Rows(database, HEARD)
        self._others = {"activity": count(1), "pipeline": count(1)}
        self._numbers = count(1)

    def ruled(self, *rules: dict[str, Any], pool: str = "public") -> None:
        self.desk(MAY).set_pool_rules(pool, list(rules))

    def held(self, days: float, owner: str = "ann", **known: Any) -> str:
        """A customer that somebody has held for so many days."""
        id, at = f"c{next(self._numbers)}", ago(days)
        context = replace(MAY, command_id=f"held {id}")
        profile = Profile(name="茶行", **known)
        Commits(self.processes[0], context).commit(
            create(CUSTOMER, id, customer.register, id, profile, owner, None, by=owner, at=at),
            change(PORTFOLIO, owner, portfolio.take, owner, id, MANY, at),
        )
        return id

    def elsewhere(self, source: str, event: Any) -> None:
        """Another service's event arrives."""
        codec = HEARD.sources[source]
        position = next(self._others[source])
        entry = Entry(f"x/{event.customer_id}", position, *codec.dump(event))
        self.engine.positions()
        self.engine.apply(envelopes(source, Commit(position, (entry,), datetime.now(UTC), {})))

    def hear(self) -> None:
        """All that the log has, folded into the rows."""
        after = self.engine.positions()["customer"]
        while page := feed(self.log, after, 500)["events"]:
            self.engine.apply(page)
            after = page[-1]["position"]

    def ticker(self, process: int = 0, hear: bool = True, stop: Event | None = None) -> Ticker:
        agenda = Returns(self.database, self.rows, self.processes[process])
        settle = self.hear if hear else lambda: None
        return Ticker(self.database, agenda, stop or Event(), settle)

    def tick(self, hear: bool = True) -> float:
        if hear:
            self.hear()
        return self.ticker(hear=hear).tick()

    def begin_anew(self) -> None:
        """As a process that knows nothing but what is in the log."""
        self.processes = [States(self.log, self.codec)]


@contextmanager
def clockwork() -> Iterator[Clockwork]:
    with throwaway_database() as database:
        yield Clockwork(database)
