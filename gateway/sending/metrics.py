"""What has been sent by webhook, counted."""

from prometheus_client import Counter, Histogram

from gateway.sending.attempt import Outcome

ATTEMPTS = Counter("guanxi_webhook_attempts", "Events sent by webhook, by answer", ("answer",))
SECONDS = Histogram("guanxi_webhook_seconds", "That a target took to answer")


def note(outcome: Outcome) -> None:
    answer = f"{outcome.status // 100}xx" if outcome.status else "none"
    ATTEMPTS.labels(answer).inc()
    SECONDS.observe(outcome.seconds)
