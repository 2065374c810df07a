"""Handovers on a real log: two workers, people who are faster, and workers that are killed."""

import os
import random
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from time import sleep
from uuid import uuid4

import pytest

from kernel.change import create
from kernel.commits import Commits
from kernel.database import connect, service_database
from kernel.jobs import Jobs
from kernel.mongo import MongoLog
from kernel.settings import database_name
from services.customer import handover
from services.customer.events import (
    CustomerAssigned,
    CustomersGivenBack,
    CustomersHandedOver,
    HandoverBegun,
    HandoverEnded,
)
from services.customer.handover import HANDOVER
from services.customer.handover_plan import Plan
from tests.integration.chassis.processes import Process, eventually
from tests.integration.customer.clockwork import Clockwork
from tests.integration.servers import throwaway_database
from tests.log_contract import together
from tests.unit.customer.company import Company
from tests.unit.customer.handovers.office import Office, given
from tests.unit.people import ANN, MAY

RECEIVERS = ["bob", "cy", "dan"]
KEY = {"GUANXI_IDENTITY_KEY": "a key for tests"}


@pytest.fixture
def company():
    with throwaway_database() as database:
        logs = [MongoLog(database, "customer") for _ in range(2)]
        logs[0].create_indexes()
        yield Company(logs=logs)


def owned(company, count):
    return [company.desk(ANN).register(name=f"茶行{n}")["id"] for n in range(count)]


def holders(company, ids):
    """How many customers each has, by the customers and by the portfolios."""
    owners = Counter(company.customer(id).owner for id in ids)
    people = {"ann", "eve", *RECEIVERS}
    held = {person: company.portfolio(person).held for person in people}
    return owners, Counter({person: count for person, count in held.items() if count})


def handed(company):
    return [one for event in company.events(CustomersHandedOver) for one in event.handed]


def test_two_workers_hand_each_customer_over_once(company):
    ids = owned(company, 60)
    offices = [Office(company, process) for process in range(2)]
    id = offices[0].ask(RECEIVERS)
    offices[0].step(id, size=7)

    results = together([partial(office.work, id) for office in offices])

    assert results == [None, None]
    owners, portfolios = holders(company, ids)
    assert owners == portfolios == Counter(dict.fromkeys(RECEIVERS, 20))
    assert Counter(event.customer_id for event in company.events(CustomerAssigned)) == Counter(ids)
    assert len(company.events(HandoverEnded)) == 1


def test_of_handovers_of_one_person_begun_at_once_one_goes_on(company):
    offices = [Office(company, process) for process in range(2)]

    results = together([partial(office.ask, "bob") for office in offices * 4])

    [running] = [one for one in results if isinstance(one, str)]
    refused = [one for one in results if not isinstance(one, str)]
    assert {(one.slug, one.fields["handover_id"]) for one in refused} == {
        ("handover-running", running)
    }
    assert [event.handover_id for event in company.events(HandoverBegun)] == [running]


def test_people_who_are_faster_keep_what_they_got_and_nothing_is_lost(company):
    """Half of them are assigned to eve, released and claimed by her, while they change hands."""
    ids = owned(company, 40)
    office = Office(company)
    id = office.ask(RECEIVERS)
    office.step(id, size=1)
    eve = replace(ANN, actor="eve")

    def grab(customer):
        company.desk(ANN, process=1).release(customer, reason="later")
        company.desk(eve, process=1).claim(customer)

    by_eve = [partial(grab, customer) for customer in ids[20::2]]
    by_may = [partial(company.desk(MAY, process=1).assign, one, "eve") for one in ids[21::2]]
    together([partial(office.work, id), *by_eve, *by_may])

    owners, portfolios = holders(company, ids)
    assert owners == portfolios
    assert sum(owners.values()) == 40
    assert "ann" not in owners
    told = office.told(id)
    assert sum(given(told).values()) + sum(told["reasons"].values()) == 40
    assert set(told["reasons"]) <= {"changed-hands"}
    once = Counter(one.customer_id for one in handed(company))
    assert set(once.values()) == {1}


def test_a_handover_that_is_undone_by_two_while_others_take_from_it(company):
    ids = owned(company, 30)
    offices = [Office(company, process) for process in range(2)]
    told = offices[0].hand_over(RECEIVERS)
    offices[0].desk().undo_handover(told["id"])

    taking = [partial(company.desk(MAY, process=1).assign, one, "eve") for one in ids[::5]]
    together([*(partial(office.work, told["id"]) for office in offices), *taking])

    owners, portfolios = holders(company, ids)
    assert owners == portfolios == Counter(ann=24, eve=6)
    back = [one for event in company.events(CustomersGivenBack) for one in event.given_back]
    assert set(Counter(back).values()) == {1}


@pytest.fixture
def clockwork(monkeypatch):
    monkeypatch.setenv("GUANXI_PREFIX", f"test_{uuid4().hex[:12]}")
    client = connect()
    try:
        yield Clockwork(service_database(client, "customer"))
    finally:
        client.drop_database(database_name("customer"))
        client.close()


def begun(company, customers):
    """A handover that was asked for just before everything went down."""
    at, id = datetime.now(UTC), str(uuid4())
    Jobs(company.database, "handover_jobs").add(id, [], at)
    plan = Plan("ann", tuple(RECEIVERS), "evenly", None, "has left")
    asked = create(HANDOVER, id, handover.begin, MAY, id, plan, at)
    Commits(company.processes[0], replace(MAY, command_id=id)).commit(asked)


def dealt_with(company):
    found = company.log.collection.find({"events.type": "CustomersHandedOver"}, {"events": 1})
    return sum(len(commit["events"]) > 0 for commit in found)


def test_workers_that_are_killed_leave_it_exactly_where_it_was(clockwork):
    """Nobody else runs: neither the gateway nor what the broker would tell is waited for."""
    ids = [clockwork.held(0) for _ in range(600)]
    begun(clockwork, ids)
    chance = random.Random(int(os.environ.get("SEED", uuid4().int % 10**6)))
    batches, interrupted = 12, 0
    with ExitStack() as stack:
        while (before := dealt_with(clockwork)) < batches and interrupted < 2:
            killed = Process("service", "customer", **KEY)
            stack.callback(killed.end)
            assert eventually(lambda before=before: dealt_with(clockwork) > before, 60), killed.log
            sleep(chance.uniform(0, 0.05))
            killed.end()
            interrupted += dealt_with(clockwork) < batches
        last = Process("service", "customer", **KEY)
        stack.callback(last.end)
        assert eventually(lambda: bool(clockwork.events(HandoverEnded)), 60), last.log

    assert interrupted
    clockwork.begin_anew()
    owners, portfolios = holders(clockwork, ids)
    assert owners == portfolios == Counter(dict.fromkeys(RECEIVERS, 200))
    assert Counter(one.customer_id for one in handed(clockwork)) == Counter(ids)
