"""One webhook at work, in a thread of its own: another one's slow target does not hold it up."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from time import time

import structlog
from pymongo.errors import PyMongoError

from gateway.sending import metrics
from gateway.sending.attempt import Outcome
from gateway.sending.course import AT_ONCE, Course
from gateway.sending.deliveries import Delivery
from gateway.sending.means import Means
from gateway.sending.pinging import pinged
from gateway.sending.signature import secrets_of, signed
from gateway.sending.window import Waiting, Window
from gateway.webhook_remembered import Webhook
from kernel.backoff import Backoff
from kernel.envelope import CONTENT_TYPE, Envelope
from kernel.refusal import Refusal, in_words
from kernel.rpc_message import RemoteFailure

PAGE = 200
IDLE = 0.25  # seconds
AWAY_SECONDS = 5.0  # for which a source that cannot be read is left alone
KEEP_SECONDS = 5.0  # after which it is kept how far was looked, where nothing was sent
NOT_NOW = (Refusal, RemoteFailure, PyMongoError)

logger = structlog.get_logger(__name__)


class Runner:
    def __init__(self, hook: Webhook, means: Means) -> None:
        self.id = hook.id
        self.means = means
        self._known: Webhook | None = None  # as it was taken up
        self._course = Course(means.shelf.load(hook.id), means.schedule)
        self._kept_at = 0.0
        self._away: dict[str, float] = {}  # sources that cannot be read, until when
        self._pool = ThreadPoolExecutor(AT_ONCE, f"webhook {hook.id[:8]}")

    def run(self, stop: Event, now: Callable[[], Webhook]) -> None:
        """Until stopped; `now` tells the webhook as it is. Raises Fenced, or after a defect."""
        pauses = Backoff(0.5, 10.0)
        try:
            while not stop.is_set():
                try:
                    rest = 0.0 if self.round(now()) else IDLE
                    pauses.reset()
                except NOT_NOW as error:
                    logger.warning("webhook waits", webhook=self.id, error=in_words(error))
                    rest = pauses.next()
                stop.wait(rest)
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def round(self, hook: Webhook) -> bool:
        """Whether something was sent."""
        if hook is not self._known:
            self._course.take_up(hook)
            self._known = hook
        if hook.ping_id != self._course.standing.ping_id:
            self._ping(hook)
        if hook.paused:
            return False
        if why := self._course.ended:
            self.means.pause(hook, why, self._course.standing.status)
            return False
        self._fill(hook)
        return self._go_on(hook)

    def _go_on(self, hook: Webhook) -> bool:
        if due := self._course.due(time()):
            self._send(hook, due)
        elif time() - self._kept_at > KEEP_SECONDS:
            self._keep()
        return bool(due)

    def _fill(self, hook: Webhook) -> None:
        """A source that cannot be read now does not hold up the others."""
        for source, window in self._course.windows.items():
            if window.room and self._away.get(source, 0.0) < time():
                try:
                    self._read(hook, source, window)
                except (Refusal, RemoteFailure) as error:
                    self._away[source] = time() + AWAY_SECONDS
                    logger.warning("feed away", webhook=self.id, error=in_words(error))

    def _read(self, hook: Webhook, source: str, window: Window) -> None:
        if self.means.feeds.head(source) > window.ahead:
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
        self.means.shelf.keep(self.id, self._course.kept())
        self._kept_at = time()
