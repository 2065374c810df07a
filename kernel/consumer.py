"""Feeds a subscription from its queue, and from the feed whenever the queue is not enough.

Plain threads or greenlets, one connection of its own. What has been received is acknowledged when
the checkpoint has passed it; whatever fails before that is tried again or delivered again.
"""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, Protocol

import structlog
from amqp.exceptions import AMQPError
from kombu import Connection
from kombu import Consumer as Consuming
from kombu.exceptions import OperationalError
from pymongo.errors import PyMongoError

from kernel.backoff import Backoff
from kernel.broker import parameters
from kernel.hint import Hint, Poison, read
from kernel.lease import Fenced
from kernel.queues import declared
from kernel.refusal import Refusal
from kernel.rpc_message import RemoteFailure
from kernel.status import Status
from kernel.subscription import Apply, Fetch, Positions, Subscription
from kernel.topology import TOPOLOGY, Topology

BATCH = 500  # events, or
BATCH_SECONDS = 0.02
PREFETCH = 1000
IDLE_SECONDS = 1.0  # a source that has been silent for so long is asked for its head
BROKER_AWAY = (OSError, AMQPError, OperationalError)
NOT_NOW = (PyMongoError, Refusal, RemoteFailure, Fenced)
log = structlog.get_logger()


class Stop(Protocol):
    def is_set(self) -> bool: ...
    def wait(self, timeout: float) -> bool: ...


class Consumer:
    def __init__(
        self,
        amqp_uri: str,
        queue: str,
        sources: Sequence[str],
        positions: Callable[[], Positions],
        apply: Apply,
        fetch: Fetch,
        stop: Stop,
        status: Status | None = None,
        topology: Topology = TOPOLOGY,
    ) -> None:
        self.amqp_uri = amqp_uri
        self.queue = queue
        self.sources = tuple(sources)
        self.subscription = Subscription(sources, positions, apply, fetch)
        self.stop = stop
        self.status = status or Status()
        self.topology = topology
        self._received: list[Hint] = []  # not yet acknowledged
        self._heard = dict.fromkeys(sources, 0.0)  # when the queue or the feed last spoke
        self._stale = True
        self._pauses = Backoff()
        self._log = log.bind(queue=queue)

    def run(self) -> None:
        """Until stopped; a broker that is away is waited for. Defects come out as they are."""
        while not self.stop.is_set():
            try:
                with connection_to(self.amqp_uri) as connection:
                    self._follow(connection)
            except BROKER_AWAY as error:
                self.status.error = repr(error)
                self._log.warning("broker away", error=repr(error))
                self.stop.wait(self._pauses.next())
            finally:
                self.status.connected = False

    def _follow(self, connection: Any) -> None:
        self._received = []  # what was delivered on another connection is delivered again
        self._stale = True
        channel = connection.channel()
        queue = declared(channel, self.topology, self.queue, self.sources)
        with Consuming(channel, [queue], on_message=self._on_message, prefetch_count=PREFETCH):
            self.status.connected = True
            while not self.stop.is_set():
                self._turn(connection)

    def _turn(self, connection: Any) -> None:
        """One batch: what the queue has, what the feed has; then acknowledge."""
        connection.heartbeat_check()
        try:
            self._reload()
            self._gather(connection)
            self._digest(connection)
            self._pauses.reset()
            self.status.error = ""
        except NOT_NOW as error:
            self._stale = True
            self._log.warning("batch failed", error=repr(error))
            self._wait(connection, error)

    def _reload(self) -> None:
        """After a failure nothing is known but what the checkpoint says."""
        if self._stale:
            self.subscription.reload()
            self.status.positions = dict(self.subscription.last)
            self._stale = False

    def _digest(self, connection: Any) -> None:
        offered = list(self._received)
        self.subscription.take(hint.envelope for hint in offered)
        self._acknowledge()
        self._ask_the_silent()
        while self.subscription.behind:
            for source in sorted(self.subscription.behind):
                self.subscription.read(source)
                self._heard[source] = monotonic()
            self._acknowledge()
            if self.stop.is_set():
                return
            self._listen(connection, 0.001)
            connection.heartbeat_check()
        self._bury_the_impossible(offered)

    def _ask_the_silent(self) -> None:
        at = monotonic()
        silent = {s for s, heard in self._heard.items() if at - heard >= IDLE_SECONDS}
        self.subscription.behind |= silent

    def _gather(self, connection: Any) -> None:
        """Wait for a message, at most until a source has been silent; then take what is there."""
        if self.subscription.behind:
            return
        self._listen(connection, self._patience())
        until = monotonic() + BATCH_SECONDS
        while self._received and len(self._received) < BATCH and monotonic() < until:
            if not self._listen(connection, 0.001):
                return

    def _patience(self) -> float:
        return max(0.001, min(self._heard.values()) + IDLE_SECONDS - monotonic())

    def _listen(self, connection: Any, seconds: float) -> bool:
        """Take what arrives next; False when nothing did in that time."""
        try:
            connection.drain_events(timeout=seconds)
        except TimeoutError:
            return False
        return True

    def _on_message(self, message: Any) -> None:
        try:
            hint = read(message, self.sources)
        except Poison as poison:
            self._bury(message, str(poison))
        else:
            self._heard[hint.source] = monotonic()
            self._received.append(hint)

    def _acknowledge(self) -> None:
        """What the checkpoint has passed."""
        for hint in self._received:
            if self.subscription.has(hint.source, hint.position):
                hint.message.ack()
        self._received = [hint for hint in self._received if not hint.message.acknowledged]
        self.status.positions = dict(self.subscription.last)
        self.status.heads = dict(self.subscription.heads)

    def _bury_the_impossible(self, offered: Sequence[Hint]) -> None:
        """They were here before the feed was read to its end, and the log does not have them."""
        for hint in offered:
            if not hint.message.acknowledged:
                self._bury(hint.message, "its position is not in the log")
        self._received = [hint for hint in self._received if not hint.message.acknowledged]

    def _bury(self, message: Any, why: str) -> None:
        self._log.error("poison message", why=why, body=repr(message.body[:200]))
        message.reject()

    def _wait(self, connection: Any, error: Exception) -> None:
        """With the connection kept alive."""
        self.status.error = "" if isinstance(error, Fenced) else repr(error)
        until = monotonic() + self._pauses.next()
        while (left := until - monotonic()) > 0 and not self.stop.is_set():
            self._listen(connection, min(left, 1.0))
            connection.heartbeat_check()


def connection_to(uri: str) -> Any:
    wanted = parameters(uri)
    hostname, _, port = wanted.pop("host").rpartition(":")
    options = {"socket_settings": wanted.pop("socket_settings")}
    return Connection(hostname=hostname, port=int(port), transport_options=options, **wanted)
