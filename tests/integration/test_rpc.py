"""Calls between real processes: what arrives, and what a caller is told when it does not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from kernel.context import Context
from kernel.refusal import REFUSALS, Indeterminate, Invalid, Refusal, Unavailable
from kernel.rpc import RemoteFailure, RpcClient
from kernel.settings import amqp_uri
from tests.integration.chassis.processes import Process, eventually, service

ANN = Context(actor="ann", role="sales", command_id="c1", fingerprint="f", correlation_id="x",
              causation_id="/guanxi/customer/7", traceparent="00-1-2-01")  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[Process]:
    with service(workers=8) as process:
        yield process


@pytest.fixture(scope="module")
def client() -> Iterator[RpcClient]:
    client = RpcClient(amqp_uri())
    yield client
    client.close()


class Caller:
    """Calls the test service by attribute."""

    def __init__(self, client: RpcClient, name: str) -> None:
        self.client, self.name = client, name

    def __call__(self, method: str, timeout: float = 5.0, **args: Any) -> Any:
        return self.client.call(self.name, method, args, ANN, timeout)


@pytest.fixture
def call(running: Process, client: RpcClient) -> Caller:
    return Caller(client, running.name)


def test_a_result_comes_back_as_it_was(call: Caller) -> None:
    value = {"名": "王", "n": [1, 2.5, None, True], "long": "x" * 300_000}
    assert call("echo", value=value) == value


@pytest.mark.parametrize("kind", sorted(REFUSALS))
def test_each_refusal_arrives_as_itself(call: Caller, kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        call("refuse", kind=kind)
    assert type(caught.value) is REFUSALS[kind]
    assert (caught.value.slug, caught.value.detail) == ("because", "of this")
    assert caught.value.fields == {"owner": "ann", "depth": {"a": [1, None]}}


def test_the_whole_context_reaches_the_method(call: Caller) -> None:
    assert call("context") == ANN.to_json()


def test_the_context_is_kept_in_a_call_from_a_method(call: Caller) -> None:
    assert call("context_of_a_nested_call") == ANN.to_json()


def test_an_empty_command_id_is_filled_in(running: Process, client: RpcClient) -> None:
    seen = client.call(running.name, "context", {}, Context(actor="ann"))
    assert len(seen["command_id"]) == 36
    assert seen["correlation_id"] == seen["command_id"]


def test_contexts_of_calls_at_the_same_time_do_not_mix(running: Process, client: RpcClient) -> None:
    def actor_seen(name: str) -> str:
        seen = client.call(running.name, "context_after_a_nap", {"seconds": 0.01}, Context(name))
        return f"{seen['caller']} {seen['logged']}"

    names = [f"user-{n}" for n in range(40)]
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(actor_seen, names)) == [f"{name} {name}" for name in names]


def test_a_defect_is_logged_there_and_says_nothing_here(call: Caller, running: Process) -> None:
    with pytest.raises(RemoteFailure) as caught:
        call("crash", secret="connection-string")
    assert "connection-string" not in repr(caught.value)
    assert eventually(lambda: "connection-string" in running.log)
    logged = next(line for line in running.lines() if "connection-string" in str(line))
    assert logged["actor"] == "ann"
    assert logged["correlation_id"] == "x"
    assert "Traceback" in logged["exception"]
    assert call("echo", value=1) == 1


def test_a_result_that_is_no_json_is_a_defect(call: Caller) -> None:
    with pytest.raises(RemoteFailure):
        call("answer_with_what_is_no_json")


def test_an_argument_that_is_no_json_is_not_sent(call: Caller) -> None:
    with pytest.raises(Invalid, match="not-json"):
        call("echo", value=object())


def test_wrong_arguments_are_named(call: Caller) -> None:
    with pytest.raises(Invalid) as caught:
        call("echo", valeu=1)
    assert caught.value.fields["errors"] == [
        {"field": "value", "message": "missing"},
        {"field": "valeu", "message": "unknown"},
    ]


@pytest.mark.parametrize("method", ["nope", "__init__", "name", "caller", ""])
def test_what_is_no_rpc_method_cannot_be_called(call: Caller, method: str) -> None:
    with pytest.raises(Invalid, match="unknown-method"):
        call(method)


def test_a_database_that_is_away_is_no_defect(call: Caller) -> None:
    with pytest.raises(Unavailable) as caught:
        call("lose_database", unsent=True)
    assert caught.value.fields["retry_after"] == 1
    with pytest.raises(Indeterminate):
        call("lose_database", unsent=False)


def test_an_event_that_a_newer_version_wrote_is_no_defect_and_says_what_to_deploy(
    call: Caller,
) -> None:
    with pytest.raises(
        Unavailable, match="newer-event: this version does not know ThingFrozen"
    ) as refused:
        call("meet_a_newer_event")
    assert refused.value.slug == "newer-event"


def test_a_service_that_is_not_there_is_known_at_once(client: RpcClient) -> None:
    began = monotonic()
    with pytest.raises(Unavailable, match="service-away"):
        client.call("nobody-at-all", "echo", {}, ANN, timeout=5)
    assert monotonic() - began < 1


def test_a_call_ends_at_its_deadline(call: Caller) -> None:
    began = monotonic()
    with pytest.raises(Indeterminate, match="no-answer"):
        call("nap", timeout=0.3, seconds=2)
    assert 0.25 < monotonic() - began < 1


def in_time(call: Caller) -> bool:
    """Not just after a stall, when what arrives is taken for old."""
    try:
        return bool(call("echo", timeout=0.2, value=1) == 1)
    except Indeterminate:
        return False


def test_a_nested_call_has_no_more_time_than_its_caller(call: Caller) -> None:
    assert eventually(lambda: in_time(call))
    with suppress(Indeterminate):  # unless who gave up is heard before we have given up ourselves
        call("nap_elsewhere", timeout=0.3, seconds=3, noted="gave up")
    assert eventually(lambda: call("counted", name="gave up") == 1, timeout=1)
    assert 0 < call("time_left", timeout=3) <= 3


def test_all_workers_busy_with_calls_to_themselves_end_at_the_deadline(call: Caller) -> None:
    """nameko's own RPC has no deadline: twelve such calls on ten workers wait for ever."""

    def nested(_: int) -> str:
        try:
            return str(call("context_of_a_nested_call_after_a_nap", timeout=1.0, seconds=0.2))
        except (Indeterminate, Unavailable):
            return "in time"

    began = monotonic()
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(nested, range(12)))
    assert monotonic() - began < 3
    assert eventually(lambda: call("echo", value=1) == 1)


def test_answers_find_their_callers_in_any_order(call: Caller) -> None:
    def nap(n: int) -> int:
        answer: int = call("nap", seconds=0.05 * (n % 4), then=n)
        return answer

    with ThreadPoolExecutor(32) as pool:
        assert list(pool.map(nap, range(64))) == list(range(64))


def test_health_is_answered_while_every_worker_is_busy(call: Caller, running: Process) -> None:
    naps = [Thread(target=call, args=("nap",), kwargs={"seconds": 1}) for _ in range(16)]
    for nap in naps:
        nap.start()
    began = monotonic()
    assert running.ask("/livez")[0] == 200
    assert running.ask("/readyz")[0] == 200
    assert monotonic() - began < 0.5
    for nap in naps:
        nap.join()


def test_computing_is_seen_as_a_stall_of_the_hub(call: Caller, running: Process) -> None:
    before = running.metric("guanxi_hub_stall_seconds_total")
    call("compute", seconds=0.4)
    assert eventually(
        lambda: running.metric("guanxi_hub_stall_seconds_total") - before > 0.2, timeout=3
    )


def test_methods_are_counted_by_outcome(call: Caller, running: Process) -> None:
    call("echo", value=1)
    with pytest.raises(Refusal):
        call("refuse", kind="Stale")
    counted = running.ask("/metrics")[1]
    assert 'guanxi_rpc_served_seconds_count{method="echo",outcome="ok"}' in counted
    assert 'guanxi_rpc_served_seconds_count{method="refuse",outcome="Stale"}' in counted
