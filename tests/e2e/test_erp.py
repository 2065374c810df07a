"""The reference subscriber beside the real system: early or late, it has the same books."""

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

from cli.place import Place
from cli.settings import settings
from examples.erp.booking import BOOKED
from kernel.topology import TOPOLOGY
from tests.e2e.api import Api, eventually
from tests.e2e.conftest import ROOT, System, environment
from tests.e2e.staff import hired

ERP = (sys.executable, "-m", "examples.erp")
PRICE = {"amount": "1200.00", "currency": "CNY"}
EVENTS = [f"{source}.{name}" for source, names in BOOKED.items() for name in names]
Environment = dict[str, str]


@contextmanager
def subscribed(system: System, state: Path) -> Iterator[Environment]:
    """What one is told of its queue, made as `./crm subscriber add` makes it, and of its token."""
    amqp = settings(Place(system.run_dir), environment(system.run_dir))["AMQP_URI"]
    queue = f"erp-{uuid4().hex[:8]}"
    root = Api(system.url, system.token("operator", "admin"))
    key = {"name": queue, "role": "manager", "access": "feed", "events": EVENTS}
    state.mkdir()
    with pika.BlockingConnection(pika.URLParameters(amqp)) as connection:
        channel = connection.channel()
        arguments = dict(TOPOLOGY.subscription(queue).arguments)
        channel.queue_declare(queue, durable=True, arguments=arguments)
        for event in EVENTS:
            channel.queue_bind(queue, TOPOLOGY.events.name, event)
    told = {
        "CRM_AMQP": amqp, "CRM_QUEUE": queue, "CRM_FEED": f"{system.url}/v1/events",
        "CRM_TOKEN": root.do("/v1/api-keys", key)["key"], "CRM_STATE": str(state),
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
    system: System, tmp_path: Path
) -> None:
    mark = uuid4().hex[:6]
    with subscribed(system, tmp_path / "early") as erp, running(erp):
        customer, deal, name = happened(system, mark)
        eventually(lambda: orders(erp, deal), bool)
        with subscribed(system, tmp_path / "late") as late, running(late):
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
