"""What a service class declares, in a process of its own: log, feed, rows, subscriptions."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from kernel import broker
from kernel.context import Context
from kernel.database import connect
from kernel.refusal import Invalid, Rejected, Reused
from kernel.rpc import RpcClient
from kernel.settings import amqp_uri, database_name
from tests.integration.chassis.processes import Process, eventually

MODULE = "tests.integration.chassis.tally"
ANN = Context(actor="ann", role="sales", fingerprint="f", correlation_id="x")


class Service:
    """The process, and a client that calls it by method."""

    def __init__(self) -> None:
        self.name = f"tally-{uuid4().hex[:8]}"
        self.client = RpcClient(amqp_uri())
        self.process = Process("service", self.name, "--module", MODULE, CHASSIS_NAME=self.name)

    def call(self, method: str, context: Context = ANN, **args: Any) -> Any:
        return self.client.call(self.name, method, args, context)

    def close(self) -> None:
        self.process.end()
        self.client.close()
        client = connect()
        client.drop_database(database_name(self.name))
        client.close()
        with broker.connect(amqp_uri()) as connection:
            channel = connection.channel()
            for queue in ("seen", "echoes"):
                channel.queue_delete(f"{self.name}.{queue}")


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    service = Service()
    try:
        service.process.ready()
        yield service
    finally:
        service.close()


def command(id: str = "") -> Context:
    return replace(ANN, command_id=id or uuid4().hex)


def test_a_command_is_recorded_on_behalf_of_its_caller(service: Service) -> None:
    receipt = service.call("count", command("by-ann"), name="context")
    source, _, position = receipt["position"].partition(":")
    assert source == service.name
    page = service.call("feed", after=int(position) - 1, limit=1)
    envelope = page["events"][0]
    assert (envelope["actor"], envelope["correlationid"]) == ("ann", "x")


def test_a_repeated_command_answers_what_it_answered(service: Service) -> None:
    once = service.call("count", command("twice"), name="repeated")
    assert service.call("count", command("twice"), name="repeated") == once
    with pytest.raises(Reused):
        service.call("count", replace(command("twice"), fingerprint="other"), name="repeated")


def test_a_rule_refuses_with_its_fields(service: Service) -> None:
    for _ in range(3):
        service.call("count", command(), name="full")
    with pytest.raises(Rejected) as caught:
        service.call("count", command(), name="full")
    assert caught.value.fields == {"counted": 3}


def test_the_feed_pages_through_the_log_up_to_its_head(service: Service) -> None:
    service.call("count", command(), name="paged")
    head, after, seen = service.call("head"), 0, []
    while after < head:
        page = service.call("feed", after=after, limit=2)
        seen += [envelope["position"] for envelope in page["events"]]
        after = page["next"]
    assert seen[:head] == list(range(1, head + 1))


@pytest.mark.parametrize(
    "asked",
    [
        {"after": -1},
        {"after": "1"},
        {"after": 0, "limit": 0},
        {"after": 0, "limit": "x"},
        {"after": 0, "types": True},
    ],
)
def test_a_feed_that_is_asked_nonsense_says_so(service: Service, asked: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        service.call("feed", **asked)


def test_subscriptions_in_the_service_fold_and_react_without_any_relay(service: Service) -> None:
    receipt = service.call("count", command(), name="followed")
    row = eventually(lambda: (found := service.call("row", name="followed")) and
                     "Echoed" in found and found)  # fmt: skip
    position = receipt["position"].partition(":")[2]
    because = f"/guanxi/{service.name}/{position}"
    assert row == {"_id": "followed", "Counted": 1, "Echoed": 1, "because": because}
