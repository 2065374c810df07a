"""What an operator's dashboard and alarms know of subscriptions, for Prometheus."""

from prometheus_client import Gauge

from kernel.status import Status

LAG = Gauge("guanxi_subscription_lag_events", "Recorded and not yet processed", ["queue", "source"])
PARKED = Gauge("guanxi_subscription_parked_events", "Waiting for an operator", ["queue"])
ACTIVE = Gauge("guanxi_subscription_active", "1 where the worker is, 0 on a standby", ["queue"])
FAILING = Gauge("guanxi_subscription_failing", "1 while its last attempt has failed", ["queue"])


def export(queue: str, status: Status) -> None:
    """A standby says nothing of a lag that only the worker knows."""
    ACTIVE.labels(queue).set(status.active)
    FAILING.labels(queue).set(bool(status.error))
    if status.active:
        PARKED.labels(queue).set(status.parked)
        for source, events in status.lag.items():
            LAG.labels(queue, source).set(events)
