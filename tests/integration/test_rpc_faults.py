"""What happens to calls when a service, a connection or the broker stops, hangs or dies."""

import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

import pytest

from kernel import broker
from kernel.context import Context
from kernel.refusal import Indeterminate, Refusal, Unavailable
from kernel.rpc import RpcClient
from kernel.settings import amqp_uri
from tests.integration.chassis.processes import Process, eventually, service
from tests.integration.tcp_proxy import TcpProxy

ANN = Context(actor="ann")


@pytest.fixture(scope="module")
def running() -> Iterator[Process]:
    """For the tests that do it no harm."""
    with service() as process:
        yield process


@pytest.fixture
def proxy() -> Iterator[TcpProxy]:
    with TcpProxy(amqp_uri()) as proxy:
        yield proxy


@pytest.fixture
def client() -> Iterator[RpcClient]:
    client = RpcClient(amqp_uri())
    yield client
    client.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(32) as pool:
        yield pool


def echoes(client: RpcClient, process: Process) -> bool:
    try:
        return bool(client.call(process.name, "echo", {"value": 1}, ANN, timeout=1) == 1)
    except (Unavailable, Indeterminate):
        return False


def outcome(call: "Future[Any]") -> Any:
    """What came of it: the result or the type of the refusal."""
    try:
        return call.result(timeout=20)
    except Refusal as refusal:
        return type(refusal)


def test_a_call_does_not_run_after_its_caller_has_given_up(client: RpcClient) -> None:
    """nameko leaves it in a durable queue and runs it when the service is back: a zombie."""
    with service() as process:
        process.signal(signal.SIGSTOP)
        with pytest.raises(Indeterminate):
            client.call(process.name, "count", {"name": "zombie"}, ANN, timeout=0.5)
        sleep(0.2)  # its time is over by any clock
        process.signal(signal.SIGCONT)
        assert eventually(lambda: echoes(client, process))
        assert client.call(process.name, "counted", {"name": "zombie"}, ANN) == 0


def test_a_call_that_waits_too_long_for_a_worker_does_not_run(
    client: RpcClient, pool: ThreadPoolExecutor
) -> None:
    with service(workers=2) as process:
        nap = ("nap", {"seconds": 1.0}, ANN)
        naps = [pool.submit(client.call, process.name, *nap) for _ in range(2)]
        sleep(0.2)  # both have begun
        with pytest.raises(Indeterminate):
            client.call(process.name, "count", {"name": "late"}, ANN, timeout=0.4)
        assert [outcome(call) for call in naps] == [None, None]
        assert client.call(process.name, "counted", {"name": "late"}, ANN) == 0


def test_replicas_share_the_calls(client: RpcClient, pool: ThreadPoolExecutor) -> None:
    with service(workers=4) as one, service(one.name, workers=4) as other:
        calls = [
            pool.submit(client.call, one.name, "nap", {"seconds": 0.05}, ANN) for _ in range(40)
        ]
        assert [outcome(call) for call in calls] == [None] * 40
        served = [process.metric("guanxi_rpc_served_seconds_count") for process in (one, other)]
    assert sum(served) == 40
    assert min(served) > 5


def test_what_a_killed_replica_had_not_begun_runs_elsewhere_and_what_it_had_does_not(
    client: RpcClient, pool: ThreadPoolExecutor
) -> None:
    with service(workers=1) as one:
        nap = ("count_and_nap", {"name": "begun", "seconds": 60}, ANN, 12)
        begun = pool.submit(client.call, one.name, *nap)
        sleep(0.3)  # or the other one might be the first
        waiting = pool.submit(client.call, one.name, "pid_after", {"seconds": 0}, ANN, 12)
        with service(one.name, workers=4) as other:
            one.signal(signal.SIGKILL)
            assert outcome(waiting) == other.process.pid
            assert outcome(begun) is Indeterminate
            assert client.call(other.name, "counted", {"name": "begun"}, ANN) == 0


def test_sigterm_finishes_what_has_begun_and_takes_no_more(
    client: RpcClient, pool: ThreadPoolExecutor
) -> None:
    with service(workers=4) as process:
        calls = [
            pool.submit(client.call, process.name, "nap", {"seconds": 0.8, "then": n}, ANN)
            for n in range(6)
        ]
        sleep(0.3)
        process.signal(signal.SIGTERM)
        assert [outcome(call) for call in calls] == list(range(6))
        assert process.wait() == 0
        with pytest.raises(Unavailable, match="service-away"):
            client.call(process.name, "echo", {"value": 1}, ANN)


def test_a_method_that_never_ends_does_not_hold_up_the_end(
    client: RpcClient, pool: ThreadPoolExecutor
) -> None:
    with service() as process:
        call = pool.submit(client.call, process.name, "nap", {"seconds": 60}, ANN, 0.5)
        assert outcome(call) is Indeterminate
        process.signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_a_dead_container_ends_the_process_with_an_error(client: RpcClient) -> None:
    with service() as process:
        client.call(process.name, "kill_the_container", {}, ANN)
        assert process.wait() == 1
        assert "on purpose" in process.log


def test_a_callers_connection_that_breaks_ends_its_calls_at_once(
    running: Process, proxy: TcpProxy, pool: ThreadPoolExecutor
) -> None:
    client = RpcClient(proxy.uri)
    call = pool.submit(client.call, running.name, "nap", {"seconds": 3}, ANN)
    sleep(0.3)
    began = monotonic()
    proxy.cut()
    assert outcome(call) is Indeterminate
    assert monotonic() - began < 1
    assert eventually(lambda: echoes(client, running), timeout=3)
    client.close()


def test_a_services_connection_that_breaks_is_made_again(
    client: RpcClient, proxy: TcpProxy
) -> None:
    with service(amqp_uri=proxy.uri) as process:
        for _ in range(3):
            proxy.cut()
            assert eventually(lambda: echoes(client, process), timeout=5)
        assert process.process.poll() is None


def test_without_a_broker_a_call_fails_at_once() -> None:
    with TcpProxy(amqp_uri()) as proxy:
        client = RpcClient(proxy.uri)
        assert eventually(lambda: client.connected)
    assert eventually(lambda: not client.connected)
    began = monotonic()
    with pytest.raises(Unavailable, match="broker-away"):
        client.call("customer", "echo", {}, ANN)
    assert monotonic() - began < 0.5
    client.close()


def test_a_broker_that_was_never_there_is_no_exception_but_unavailable() -> None:
    client = RpcClient("amqp://guest:guest@127.0.0.1:1/")
    with pytest.raises(Unavailable, match="broker-away"):
        client.call("customer", "echo", {}, ANN)
    client.close()


def test_a_hung_broker_holds_a_call_no_longer_than_its_deadline(
    running: Process, proxy: TcpProxy, pool: ThreadPoolExecutor
) -> None:
    """nameko's publish waits for a confirm for ever."""
    client = RpcClient(proxy.uri)
    assert eventually(lambda: echoes(client, running))
    proxy.stall()
    began = monotonic()
    large = {"value": "x" * 1_000_000}  # more than all the buffers between us
    calls = [pool.submit(client.call, running.name, "echo", large, ANN, 1.0) for _ in range(20)]
    outcomes = {outcome(call) for call in calls}
    assert outcomes <= {Indeterminate, Unavailable}
    assert monotonic() - began < 2.5
    proxy.resume()
    assert eventually(lambda: echoes(client, running), timeout=20)
    client.close()


def test_a_service_whose_broker_hung_serves_again(client: RpcClient, proxy: TcpProxy) -> None:
    with service(amqp_uri=proxy.uri) as process:
        assert eventually(lambda: echoes(client, process))
        proxy.stall()
        with pytest.raises(Indeterminate):
            client.call(process.name, "count", {"name": "stalled"}, ANN, timeout=0.5)
        proxy.resume()
        assert eventually(lambda: echoes(client, process), timeout=20)
        # On its way when the network hung, it may yet arrive: nobody's clock says how old it is.
        assert client.call(process.name, "counted", {"name": "stalled"}, ANN) <= 1


def test_an_idle_connection_lives_on_heartbeats(
    running: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "HEARTBEAT_SECONDS", 2)
    client = RpcClient(amqp_uri())
    assert echoes(client, running)
    session = client._link.session
    sleep(7)  # the broker hangs up after two that are missing
    assert client._link.session is session
    assert echoes(client, running)
    client.close()


def test_a_broker_without_heartbeats_is_left(
    proxy: TcpProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "HEARTBEAT_SECONDS", 1)
    client = RpcClient(proxy.uri)
    assert eventually(lambda: client.connected)
    proxy.stall()
    assert eventually(lambda: not client.connected, timeout=5)
    proxy.resume()
    assert eventually(lambda: client.connected)
    client.close()
