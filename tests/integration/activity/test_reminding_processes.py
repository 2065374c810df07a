"""The ticker where it runs: in processes of the activity service, which are killed at random."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from time import sleep
from uuid import uuid4

import pytest

from kernel.database import connect, service_database
from kernel.settings import database_name
from services.activity.events import ContactReminded, PersonNotified
from tests.integration.activity.clockwork import Clockwork, ago
from tests.integration.chassis.processes import Process, eventually

DUE = 300
KILLS = 2
PEOPLE = ("ann", "bob", "cy")
SERVICES = ("activity", "customer", "gateway")
KEYS = {"GUANXI_IDENTITY_KEY": "a key for tests", "GUANXI_TOKEN_KEY": "k" * 40,
        "GUANXI_CREDENTIAL_KEY": "c" * 40}  # fmt: skip

pytestmark = pytest.mark.timeout(500)


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clockwork]:
    monkeypatch.setenv("GUANXI_PREFIX", f"test_{uuid4().hex[:12]}")
    client = connect()
    try:
        yield Clockwork({name: service_database(client, name) for name in SERVICES})
    finally:
        for service in (*SERVICES, "pipeline"):
            client.drop_database(database_name(service))
        client.close()


def process(stack: ExitStack, service: str) -> Process:
    made = Process("service", service, **KEYS)
    stack.callback(made.end)
    return made


def told(company: Clockwork) -> int:
    log = company.logs["activity"].collection
    return int(log.count_documents({"events.type": "ContactReminded"}))


def planned(company: Clockwork, plan: datetime) -> set[str]:
    return {company.planned(plan, PEOPLE[number % len(PEOPLE)]) for number in range(DUE)}


def test_three_hundred_due_at_once_are_told_once_however_often_the_ticker_is_killed(company):
    waiting = planned(company, ago(minutes=1))
    with ExitStack() as stack:
        process(stack, "customer").ready()
        seed = int(os.environ.get("SEED", uuid4().int % 10**6))
        print(f"SEED={seed}")
        chance = random.Random(seed)
        interrupted = 0
        while (before := told(company)) < DUE and interrupted < KILLS:
            killed = process(stack, "activity")
            assert eventually(lambda before=before: told(company) > before, 150), killed.log
            sleep(chance.uniform(0, 0.05))
            killed.end()  # kill -9
            interrupted += told(company) < DUE
        last = process(stack, "activity").ready()
        assert eventually(lambda: told(company) >= DUE, 150), last.log

        assert interrupted
        once = Counter(dict.fromkeys(waiting, 1))
        assert Counter(event.customer_id for event in company.events(ContactReminded)) == once
        notes = company.events(PersonNotified)
        assert Counter(note.customer_id for note in notes) == once
        for person in PEOPLE:
            numbers = [note.number for note in notes if note.person == person]
            assert numbers == [*range(1, DUE // len(PEOPLE) + 1)]
