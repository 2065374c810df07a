"""One webhook at work, in a thread of its own: another one's slow target does not hold it up."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from time import time
from typing import Any, Protocol

import structlog
from pymongo.errors import PyMongoError

from gateway.sending import metrics
from gateway.sending.attempt import Outcome, Sender
from gateway.sending.course import AT_ONCE, Course
from gateway.sending.deliveries import Deliveries, Delivery
from gateway.sending.pinging import pinged
from gateway.sending.schedule import Schedule
from gateway.sending.signature import secrets_of, signed
from gateway.sending.standing import Shelf
from gateway.sending.window import Waiting
from gateway.webhook_remembered import Webhook
from kernel.backoff import Backoff
from kernel.envelope import CONTENT_TYPE, Envelope
from kernel.refusal import Refusal, in_words
from kernel.rpc_message import RemoteFailure

PAGE = 200
IDLE = 0.25  # seconds
KEEP_SECONDS = 5.0  # after which it is kept how far was looked, where nothing was sent
NOT_NOW = (Refusal, RemoteFailure, PyMongoError)

Pause = Callable[[Webhook, str, int | None], None]
logger = structlog.get_logger(__name__)


class Feeds(Protocol):
    def page(self, hook: Webhook, source: str, after: int, limit: int) -> dict[str, Any]: ...
    def head(self, source: str) -> int: ...


@dataclass(frozen=True)
class Means:
    """What all webhooks share."""

    feeds: Feeds
    sender: Sender
    schedule: Schedule
    shelf: Shelf
    deliveries: Deliveries
    pause: Pause


class Runner:
    def __init__(self, hook: Webhook, means: Means) -> None:
        self.hook = hook  # as it is now; told by whoever looks
        self.means = means
        self._known: Webhook | None = None  # as it was taken up
        self._course = Course(means.shelf.load(hook.id), means.schedule)
        self._kept_at = 0.0
        self._pool = ThreadPoolExecutor(AT_ONCE, f"webhook {hook.id[:8]}")

    def run(self, stop: Event) -> None:
        """Until stopped; raises Fenced when somebody else has taken over, or after a defect."""
        pauses = Backoff(0.5, 10.0)
        try:
            while not stop.is_set():
                try:
                    rest = 0.0 if self.round() else IDLE
                    pauses.reset()
                except NOT_NOW as error:
                    logger.warning("webhook waits", webhook=self.hook.id, error=in_words(error))
                    rest = pauses.next()
                stop.wait(rest)
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def round(self) -> bool:
        """Whether something was sent."""
        hook = self._taken_up()
        if hook.ping_id != self._course.standing.ping_id:
            self._ping(hook)
        if hook.paused:
            return False
        if why := self._course.ended:
            self.means.pause(hook, why, self._course.standing.status)
            return False
        self._fill(hook)
        return self._go_on(hook)

    def _taken_up(self) -> Webhook:
        hook = self.hook
        if hook is not self._known:
            self._course.take_up(hook)
            self._known = hook
        return hook

    def _go_on(self, hook: Webhook) -> bool:
        if due := self._course.due(time()):
            self._send(hook, due)
        elif time() - self._kept_at > KEEP_SECONDS:
            self._keep()
        return bool(due)

    def _fill(self, hook: Webhook) -> None:
        for source, window in self._course.windows.items():
            if window.room and self.means.feeds.head(source) > window.ahead:
                limit = min(PAGE, window.room)
                window.read(self.means.feeds.page(hook, source, window.ahead, limit))

    def _send(self, hook: Webhook, due: Sequence[Waiting]) -> None:
        outcomes = self._pool.map(lambda one: self._sent(hook, one.envelope), due)
        delivered = self._course.answered(hook, list(zip(due, list(outcomes), strict=True)), time())
        self._keep()
        self.means.deliveries.keep(delivered)

    def _sent(self, hook: Webhook, envelope: Envelope) -> Outcome:
        now = datetime.now(UTC)
        body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": CONTENT_TYPE}
        headers |= signed(secrets_of(hook, now), envelope["id"], int(now.timestamp()), body)
        outcome = self.means.sender.send(hook.url, headers, body)
        metrics.note(outcome)
        return outcome

    def _ping(self, hook: Webhook) -> None:
        """Once, also where it is paused; what came of it stands among the deliveries."""
        course, at = self._course, time()
        envelope, tried = pinged(hook, course.next_number(), at)
        delivered = Delivery(
            hook.id, envelope, tried, self._sent(hook, envelope), datetime.now(UTC), ping=True
        )
        course.standing.ping_id = hook.ping_id
        self._keep()
        self.means.deliveries.keep([delivered])

    def _keep(self) -> None:
        self.means.shelf.keep(self.hook.id, self._course.kept())
        self._kept_at = time()
