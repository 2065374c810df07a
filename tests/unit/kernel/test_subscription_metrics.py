"""Dashboards see what the worker knows, and nothing from a standby."""

from prometheus_client import REGISTRY

from kernel.status import Status
from kernel.subscription_metrics import export


def sample(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"guanxi_subscription_{name}", labels)


def test_the_worker_tells_its_lag() -> None:
    export("fair.worker", Status(True, True, {"game": 3}, {"game": 5}, 2))
    assert sample("lag_events", queue="fair.worker", source="game") == 2
    assert sample("parked_events", queue="fair.worker") == 2
    assert sample("active", queue="fair.worker") == 1


def test_a_standby_does_not() -> None:
    export("fair.standby", Status())
    assert sample("active", queue="fair.standby") == 0
    assert sample("parked_events", queue="fair.standby") is None


def test_a_failure_is_seen() -> None:
    export("fair.failing", Status(error="OSError()"))
    assert sample("failing", queue="fair.failing") == 1
