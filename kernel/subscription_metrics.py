"""What an operator's dashboard and alarms know of subscriptions, for Prometheus."""

from collections import deque
from time import monotonic

from prometheus_client import Gauge

from kernel.status import Status

LAG = Gauge("guanxi_subscription_lag_events", "Recorded and not yet processed", ["queue", "source"])
SECONDS = Gauge(
    "guanxi_subscription_lag_seconds", "Since the first of them was known", ["queue", "source"]
)
PARKED = Gauge("guanxi_subscription_parked_events", "Waiting for an operator", ["queue"])
ACTIVE = Gauge("guanxi_subscription_active", "1 where the worker is, 0 on a standby", ["queue"])
FAILING = Gauge("guanxi_subscription_failing", "1 while its last attempt has failed", ["queue"])
SAMPLES = 1_000  # of the head that are remembered for one source: half an hour of them


class Delay:
    """How long the first unprocessed event has been known: no clock but ours is asked."""

    def __init__(self) -> None:
        self._heads: deque[tuple[float, int]] = deque(maxlen=SAMPLES)

    def seen(self, now: float, position: int, head: int) -> float:
        """Seconds, to the precision with which this is called."""
        if not self._heads or head > self._heads[-1][1]:
            self._heads.append((now, head))
        while self._heads and self._heads[0][1] <= position:
            self._heads.popleft()
        return now - self._heads[0][0] if self._heads else 0.0


_delays: dict[tuple[str, str], Delay] = {}


def export(queue: str, status: Status) -> None:
    """A standby says nothing of a lag that only the worker knows."""
    ACTIVE.labels(queue).set(status.active)
    FAILING.labels(queue).set(bool(status.error))
    if not status.active:
        return
    PARKED.labels(queue).set(status.parked)
    for source, events in status.lag.items():
        LAG.labels(queue, source).set(events)
        delay = _delays.setdefault((queue, source), Delay())
        position = status.positions.get(source, 0)
        SECONDS.labels(queue, source).set(delay.seen(monotonic(), position, position + events))
