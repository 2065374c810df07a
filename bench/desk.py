"""The customer service without the way to it: what one command does in one process."""

import random
from collections.abc import Iterator
from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

from bench.figures import Round
from bench.history import customer_id, phone_number
from bench.people import phones
from bench.side_by_side import side_by_side
from kernel import Rejected
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.mongo import MongoLog
from kernel.rows import Rows
from kernel.states import States
from services.customer.events import UPCASTS, Event
from services.customer.heard import HEARD
from services.customer.portfolio import Limits
from services.customer.service import CustomerService
from services.customer.settings import Settings

OPERATIONS = ("append", "claim", "check")
HOLDING = 50  # customers of a person, so that no portfolio grows long


class Desk:
    """Nothing is cached yet of the `size` customers that its log holds."""

    def __init__(self, log: MongoLog, secret: bytes, size: int) -> None:
        self.states = States(log, Codec(Event, UPCASTS))
        self.settings = Settings(Limits(10**6, 10**6), secret, ZoneInfo("Asia/Shanghai"))
        self.heard = Rows(log.collection.database, HEARD)
        self.size = size
        self._phones = phones()
        self._unclaimed = unclaimed(size)
        self._turns = count()
        self._run = uuid4().hex[:8]

    def work(self, operation: str, times: int) -> Round:
        """One of OPERATIONS, again and again."""
        act = {"append": self.register, "claim": self.claim, "check": self.check}[operation]
        return side_by_side([[act] * times])

    def register(self) -> None:
        self._service().register(name="测试客户", pool="public", phones=[next(self._phones)])

    def claim(self) -> None:
        self._service().claim(customer_id(next(self._unclaimed)))

    def check(self) -> None:
        """Whether the phone is taken: it is, and that is said."""
        taken = phone_number(random.randrange(self.size))
        try:
            self._service().register(name="测试客户", pool="public", phones=[taken])
        except Rejected as refusal:
            if refusal.slug == "duplicate":
                return
        raise RuntimeError(f"{taken} was not found")

    def _service(self) -> CustomerService:
        turn = next(self._turns)
        person = f"clerk-{self._run}-{turn // HOLDING}"
        context = Context(person, "sales", f"{self._run}.{turn}")
        service = CustomerService()
        service.log = Commits(self.states, context)
        service.caller = context
        service.settings = self.settings
        service.heard = self.heard
        return service


def unclaimed(size: int) -> Iterator[int]:
    """Customers from all over the log, each once."""
    return iter(random.sample(range(size), k=min(size, 10_000)))
