"""The ticker where it runs: in processes of the customer service, which are killed at random."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from time import sleep
from uuid import uuid4

import pytest

from kernel.database import connect, service_database
from kernel.settings import database_name
from services.customer.events import CustomerRecycled, HoldingDropped
from tests.integration.chassis.processes import Process, eventually
from tests.integration.customer.clockwork import Clockwork

pytestmark = pytest.mark.timeout(500)  # each start of a process takes long on a full machine
OVERDUE = 300
KILLS = 2
SERVICES = ("customer", "pipeline", "activity")
KEY = {"GUANXI_IDENTITY_KEY": "a key for tests"}


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clockwork]:
    """The log of a company that was away for a year: everything is overdue."""
    monkeypatch.setenv("GUANXI_PREFIX", f"test_{uuid4().hex[:12]}")
    client = connect()
    try:
        yield Clockwork(service_database(client, "customer"))
    finally:
        for service in SERVICES:
            client.drop_database(database_name(service))
        client.close()


def recycled(company: Clockwork) -> Counter[str]:
    return Counter(event.customer_id for event in company.events(CustomerRecycled))


def fallen(company: Clockwork) -> int:
    return int(company.log.collection.count_documents({"events.type": "CustomerRecycled"}))


def test_everything_overdue_returns_once_however_often_the_ticker_is_killed(company):
    held = {company.held(400) for _ in range(OVERDUE)}
    company.ruled({"name": "all", "returns": [{"because": "silence", "days": 30}]})
    with ExitStack() as stack:
        for name in SERVICES[1:]:
            other = Process("service", name, **KEY)
            stack.callback(other.end)
            other.ready()
        seed = int(os.environ.get("SEED", uuid4().int % 10**6))
        print(f"SEED={seed}")
        chance = random.Random(seed)
        interrupted = 0
        while (before := fallen(company)) < OVERDUE and interrupted < KILLS:
            killed = Process("service", "customer", **KEY)
            stack.callback(killed.end)
            assert eventually(lambda before=before: fallen(company) > before, 150), killed.log
            sleep(chance.uniform(0, 0.05))
            killed.end()
            interrupted += fallen(company) < OVERDUE
        last = Process("service", "customer", **KEY)
        stack.callback(last.end)
        last.ready()
        assert eventually(lambda: fallen(company) >= OVERDUE, 150), last.log

        assert interrupted
        assert recycled(company) == Counter(dict.fromkeys(held, 1))
        assert len(company.events(HoldingDropped)) == OVERDUE
        assert company.portfolio("ann").held == 0
