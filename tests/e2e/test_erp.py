"""The reference subscriber beside the real system: early or late, it has the same books."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pika
import pytest

from cli.place import Place
from cli.settings import settings
from examples.erp.booking import BOOKED
from kernel.topology import TOPOLOGY
from tests.e2e.api import eventually
from tests.e2e.conftest import ROOT, System, environment
from tests.e2e.staff import hired

ERP = (sys.executable, "-m", "examples.erp")
PRICE = {"amount": "1200.00", "currency": "CNY"}
EVENTS = ",".join(f"{source}.{name}" for source, names in BOOKED.items() for name in names)
Environment = dict[str, str]


@pytest.fixture
def erp(system: System, tmp_path: Path) -> Iterator[Environment]:
    """What it is told; it has a queue of its own for all events, and is there from the start."""
    amqp = settings(Place(system.run_dir), environment(system.run_dir))["AMQP_URI"]
    queue = f"erp-{uuid4().hex[:8]}"
    with pika.BlockingConnection(pika.URLParameters(amqp)) as connection:
        channel = connection.channel()
        arguments = dict(TOPOLOGY.subscription(queue).arguments)
        channel.queue_declare(queue, durable=True, arguments=arguments)
        for source in ("customer", "pipeline"):
            channel.queue_bind(queue, TOPOLOGY.events.name, f"{source}.*")
    told = {
        "CRM_AMQP": amqp, "CRM_QUEUE": queue, "CRM_FEED": f"{system.url}/v1/events",
        "CRM_TOKEN": system.token("boss", "manager"), "CRM_STATE": str(tmp_path),
    }  # fmt: skip
    try:
        yield os.environ | told
    finally:
        with pika.BlockingConnection(pika.URLParameters(amqp)) as connection:
            connection.channel().queue_delete(queue)


@contextmanager
def running(erp: Environment) -> Iterator[None]:
    with subprocess.Popen(ERP, cwd=ROOT, env=erp) as process:
        try:
            yield
            assert process.poll() is None
        finally:
            process.kill()


def books(erp: Environment) -> dict[str, Any]:
    done = subprocess.run([*ERP, "--dump"], cwd=ROOT, env=erp, capture_output=True, check=True)
    return dict(json.loads(done.stdout)["outcome"])


def orders(erp: Environment, deal: str) -> list[tuple[Any, ...]]:
    names = ("partner", "subject", "amount", "cancelled_at")
    return [tuple(o[n] for n in names) for o in books(erp)["orders"] if o["deal"] == deal]


@contextmanager
def added(system: System, state: Path) -> Iterator[Environment]:
    """As an operator adds one; it is told what the command prints, and nothing else."""
    name = f"erp-{uuid4().hex[:8]}"
    told = system.crm("subscriber", "add", name, "--events", EVENTS).stdout
    try:
        yield os.environ | settings_in(told) | {"CRM_STATE": str(state)}
    finally:
        system.crm("subscriber", "remove", name)


def settings_in(told: str) -> Environment:
    return dict(re.findall(r"^  (CRM_\w+)=(\S+)$", told, re.MULTILINE))


def happened(system: System, mark: str) -> tuple[str, str, str]:
    """A customer, her deal, which is won; and the name of both."""
    ann, name = hired(system, f"ann{mark}"), f"茶 {mark}"
    customer = ann.do("/v1/customers", {"name": name})["id"]
    deal = eventually(
        lambda: ann.post("/v1/opportunities", {"name": name, "customer_id": customer}),
        lambda answer: answer.status_code == 201,
    ).json()["id"]
    ann.do(f"/v1/opportunities/{deal}/win", {"amount": PRICE})
    return customer, deal, name


def reopened(system: System, mark: str, deal: str) -> None:
    again = hired(system, f"lead{mark}", "manager")
    eventually(
        lambda: again.post(f"/v1/opportunities/{deal}/reopen", {"reason": "他们退货"}),
        lambda answer: answer.status_code == 200,
    )


def test_a_subscriber_that_comes_after_everything_has_the_books_of_one_from_the_start(
    system: System, erp: Environment, tmp_path: Path
) -> None:
    mark = uuid4().hex[:6]
    with running(erp):
        customer, deal, name = happened(system, mark)
        eventually(lambda: orders(erp, deal), bool)
        (tmp_path / "late").mkdir()
        with added(system, tmp_path / "late") as late, running(late):
            eventually(lambda: orders(late, deal), bool)  # from the feed: its queue never had it
            reopened(system, mark, deal)
            for each in (erp, late):  # from the queue
                eventually(lambda: orders(each, deal)[0][-1], bool)  # noqa: B023
            eventually(lambda: (books(late), books(erp)), lambda both: both[0] == both[1])

    [(partner, subject, amount, _)] = orders(erp, deal)
    assert (partner, subject, amount) == (customer, name, "1200.00")
    found = books(erp)
    assert [p["name"] for p in found["partners"] if p["id"] == customer] == [name]
    entries = [entry["amount"] for entry in found["ledger"] if entry["partner"] == customer]
    assert entries == ["1200.00", "-1200.00"]
