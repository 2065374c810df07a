"""The reference subscriber beside the real system: a deal that is won becomes a sales order."""

import json
import os
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
from kernel.topology import TOPOLOGY
from tests.e2e.api import Api, eventually
from tests.e2e.conftest import ROOT, System, environment
from tests.e2e.staff import hired

ERP = (sys.executable, "-m", "examples.erp")
PRICE = {"amount": "1200.00", "currency": "CNY"}
Environment = dict[str, str]


@pytest.fixture
def erp(system: System, tmp_path: Path) -> Iterator[Environment]:
    """What it is told; it comes to a system that has run for long, and has a queue of its own."""
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


def test_a_won_deal_is_booked_and_a_reopened_one_countered(
    system: System, boss: Api, erp: Environment
) -> None:
    mark = uuid4().hex[:6]
    ann = hired(system, f"ann{mark}")
    name = f"茶 {mark}"
    customer = ann.do("/v1/customers", {"name": name})["id"]
    deal = eventually(
        lambda: ann.post("/v1/opportunities", {"name": name, "customer_id": customer}),
        lambda answer: answer.status_code == 201,
    ).json()["id"]
    ann.do(f"/v1/opportunities/{deal}/win", {"amount": PRICE})

    with running(erp):  # everything so far has to come from the feed
        eventually(lambda: orders(erp, deal), bool)
        again = hired(system, f"lead{mark}", "manager")
        reopened = eventually(
            lambda: again.post(f"/v1/opportunities/{deal}/reopen", {"reason": "他们退货"}),
            lambda answer: answer.status_code == 200,
        )
        assert reopened.status_code == 200
        eventually(lambda: orders(erp, deal)[0][-1], bool)

    [(partner, subject, amount, _)] = orders(erp, deal)
    assert (partner, subject, amount) == (customer, name, "1200.00")
    found = books(erp)
    assert [p["name"] for p in found["partners"] if p["id"] == customer] == [name]
    entries = [entry["amount"] for entry in found["ledger"] if entry["partner"] == customer]
    assert entries == ["1200.00", "-1200.00"]
