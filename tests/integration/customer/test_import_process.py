"""The process that imports, over a real log: killed again and again, it takes each row once."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Flag
from uuid import uuid4

import orjson
import pytest
from uuid6 import uuid7

from kernel import apart
from kernel.blobs import PART
from kernel.change import change, create
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.database import connect, service_database
from kernel.labour import Labour
from kernel.mongo import MongoLog
from kernel.states import States
from services.customer import imports
from services.customer.bulk.office import office
from services.customer.events import (
    UPCASTS,
    CustomerEdited,
    CustomerRegistered,
    Event,
    IdentityReserved,
    ImportedColumn,
)
from services.customer.imports import IMPORT, File, Plan
from services.customer.service.import_working import DEATHS, Working
from tests.integration.relaying import eventually
from tests.unit.people import MAY

pytestmark = pytest.mark.timeout(300)
AT = datetime(2026, 1, 5, tzinfo=UTC)
PLAN = Plan((ImportedColumn("名称", "name"), ImportedColumn("电话", "phones")))
OWNED = replace(PLAN, columns=(*PLAN.columns, ImportedColumn("跟单人", "owner")))


class Company:
    """The database of a customer service, as far as imports concern it."""

    def __init__(self, client):
        self.database = service_database(client, "customer")
        self.log = MongoLog(self.database, "customer")
        self.log.create_indexes()
        self.states = States(self.log, Codec(Event, UPCASTS))
        self.office = office(self.database)
        self.office.create_indexes()
        self.working = Working(self.states, self.office)

    def ask(self, lines, asker=MAY, plan=PLAN):
        header = [column.header for column in plan.columns]
        id, content = str(uuid7()), "\n".join([",".join(header), *lines]).encode()
        self.office.blobs.begin(id, "客户.csv", asker.actor, AT)
        for number in range(0, len(content), PART):
            self.office.blobs.put(id, number // PART, content[number : number + PART])
        self.office.blobs.finish(id, asker.actor)
        self.office.jobs.add(id, header, datetime.now(UTC), asker)
        file = File("客户.csv", len(content), "ab", len(lines))
        Commits(self.states, Context(asker.actor, "manager", f"ask {id}")).commit(
            create(IMPORT, id, imports.request, asker, id, file, plan, at=AT)
        )
        return id

    def ask_undo(self, id):
        Commits(self.states, Context("may", "manager", f"undo {id}")).commit(
            change(IMPORT, id, imports.undo, MAY, at=AT)
        )

    def load(self, id):
        return self.states.load(IMPORT, id, fresh=True).state

    def take(self, id):
        self.working.take(id, datetime.now(UTC), Flag())
        return self.load(id)

    def events(self, kind):
        found = [entry for commit in self.log.after(0, 1_000_000) for entry in commit.entries]
        loaded = (self.states.codec.load(each.type, each.v, each.data) for each in found)
        return [event for event in loaded if isinstance(event, kind)]


@pytest.fixture
def company(monkeypatch):
    monkeypatch.setenv("GUANXI_PREFIX", f"test_{uuid4().hex[:12]}")
    monkeypatch.setenv("GUANXI_IDENTITY_KEY", "a key for tests")
    client = connect()
    made = Company(client)
    yield made
    client.drop_database(made.database.name)
    client.close()


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid):
    """Ended, whoever has to take notice of it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def killed_amid(company, id, moment, victim=lambda pid: pid):
    """A process that works on an import, and is killed so many seconds after it has moved on.

    Or the `victim`, after which it has to end by itself; and nothing of it may be left.
    """
    before = company.load(id)
    with subprocess.Popen(
        [sys.executable, "-m", "services.customer.bulk.process"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=apart.ROOT,
    ) as child:  # fmt: skip
        child.stdin.write(orjson.dumps({"id": id}) + b"\n")
        child.stdin.flush()
        until = time.monotonic() + 60
        while company.load(id) == before and time.monotonic() < until and child.poll() is None:
            time.sleep(0.005)
        time.sleep(moment)
        readers = children(child.pid)
        os.kill(victim(child.pid), signal.SIGKILL)
        child.wait(timeout=30)
        eventually(lambda: all(map(gone, readers)), 30)


def lines(count):
    return [f"客户{n},1380000{n:04d}" for n in range(count)]


def test_killed_at_any_moment_nothing_is_taken_twice_and_nothing_left_out(company):
    rows, chance = 2_500, random.Random(7)
    id = company.ask(lines(rows))

    while company.load(id).state == "running":
        killed_amid(company, id, chance.uniform(0, 0.15))

    registered = company.events(CustomerRegistered)
    assert [event.name for event in registered] == [f"客户{n}" for n in range(rows)]
    assert len(company.events(IdentityReserved)) == rows
    assert company.load(id).taken == rows


def test_when_who_reads_the_file_is_killed_it_is_gone_on_with_where_it_was(company):
    rows = 2_500
    id = company.ask(lines(rows))

    killed_amid(company, id, 0.0, victim=lambda pid: children(pid)[0])
    assert company.load(id).state == "running"
    assert company.take(id).state == "finished"

    registered = company.events(CustomerRegistered)
    assert [event.name for event in registered] == [f"客户{n}" for n in range(rows)]


def test_an_undo_that_is_killed_goes_on_as_well(company):
    id = company.ask(lines(1_200))
    assert company.take(id).state == "finished"
    company.office.jobs.reopen(id, AT)
    company.ask_undo(id)

    killed_amid(company, id, 0.0)

    assert company.take(id).state == "undone"
    assert company.office.jobs.waiting() == []


def test_what_has_come_to_its_end_is_tidied_away(company):
    id = company.ask(lines(3))

    assert company.take(id).state == "finished"

    assert company.office.jobs.waiting() == []
    assert not list(company.office.blobs.chunks.find({"files_id": id}))


@pytest.mark.parametrize(("team", "edited"), [("bob", ["新"]), ("ann", [])])
def test_the_process_knows_what_the_asker_sees_until_it_is_done(company, team, edited):
    company.take(company.ask(["茶行,13800000000,bob"], plan=OWNED))
    lead = replace(MAY, actor="lead", visibility="team", team=team)

    id = company.ask(["新,13800000000"], lead, replace(PLAN, policy="update"))
    company.take(id)

    assert [event.name for event in company.events(CustomerEdited)] == edited
    assert company.office.jobs.rights(id) == {}


def test_a_file_that_no_process_survives_is_given_up(company):
    id = company.ask(lines(3))
    company.working.module = "tests.integration.customer.no_such_process"

    for _ in range(DEATHS):
        state = company.take(id).state

    assert state == "failed"


def test_a_file_that_has_gone_is_said_so(company):
    id = company.ask(lines(3))
    company.office.blobs.delete(id)

    assert company.take(id).state == "failed"


def test_one_import_after_the_other_is_done(company):
    ids, over, wake = [company.ask([f"客户,1390000000{n}"]) for n in range(2)], Flag(), Flag()

    def take(id, at, over_):
        company.working.take(id, at, over_)
        if not company.office.jobs.waiting():
            over.set()
            wake.set()

    Labour("imports", company.office.jobs, take)(over, wake)

    assert [company.load(id).state for id in ids] == ["finished", "finished"]
    assert os.environ["GUANXI_PREFIX"] in company.database.name
