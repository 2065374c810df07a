"""What has been sent by webhook, counted."""

from prometheus_client import Counter, Gauge, Histogram

from gateway.sending.attempt import Outcome

ATTEMPTS = Counter("guanxi_webhook_attempts", "Events sent by webhook, by answer", ("answer",))
PAUSED = Gauge(
    "guanxi_webhooks_paused", "Sent nothing until resumed; 0 where another process sends"
)
SECONDS = Histogram("guanxi_webhook_seconds", "That a target took to answer")


def note(outcome: Outcome) -> None:
    answer = f"{outcome.status // 100}xx" if outcome.status else "none"
    ATTEMPTS.labels(answer).inc()
    SECONDS.observe(outcome.seconds)
