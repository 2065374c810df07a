"""Feeds a subscription from its queue, and from the feed whenever the queue is not enough.

Plain threads or greenlets, one connection of its own. What has been received is acknowledged when
the checkpoint has passed it; whatever fails before that is tried again or delivered again.
"""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, Protocol

import structlog
from amqp.exceptions import AMQPError
from kombu import Consumer as Consuming
from kombu.exceptions import OperationalError
from pymongo.errors import ConfigurationError, PyMongoError

from kernel.backoff import Backoff
from kernel.envelope import Envelope
from kernel.inbox import Inbox
from kernel.lease import Fenced
from kernel.news import News
from kernel.refusal import Refusal, in_words
from kernel.rpc_message import RemoteFailure
from kernel.silence import Silence
from kernel.status import BROKER_SILENT, Status
from kernel.subscribed_queue import connection_to, declared, listen
from kernel.subscription import Apply, Fetch, Positions, Subscription
from kernel.topology import TOPOLOGY, Topology

BATCH = 500  # events
REST = 2  # times as long as a batch took: what comes meanwhile shares one transaction
LONGEST_REST_SECONDS = 0.2
PREFETCH = 100  # messages, of up to a hundred events
LISTEN_SECONDS = 1.0  # at once, for heartbeats and to be told to stop
LOOK_UP_SECONDS = 0.1  # from listening, to see whether somebody wants to be sure
LONGEST_PAUSE = 1.5  # seconds before trying again: all who read what they wrote wait with it
BROKER_AWAY = (OSError, AMQPError, OperationalError)
AWAY = (Refusal, RemoteFailure)  # a feed that does not answer
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
        readable: Callable[[Envelope], bool] = lambda envelope: True,
        news: News | None = None,
        outgrown: Sequence[str] = (),
        urgent: Callable[[], bool] = lambda: True,
    ) -> None:
        self.amqp_uri = amqp_uri
        self.queue = queue
        self.sources = tuple(sources)
        self.subscription = Subscription(sources, positions, apply, fetch, readable=readable)
        self.silence = Silence(sources)
        self.inbox = Inbox(queue, self.silence)
        self.stop = stop
        self.status = status or Status()
        self.news = news
        self.outgrown = outgrown
        self.urgent = urgent
        self.topology = topology
        self._stale = True  # what is known of the checkpoint
        self._pauses = Backoff(longest=LONGEST_PAUSE)
        self._rested_at = 0.0  # monotonic
        self._log = log.bind(queue=queue)

    def run(self) -> None:
        """Until stopped; a broker that is away is waited for. Defects come out as they are."""
        while not self.stop.is_set():
            try:
                with connection_to(self.amqp_uri) as connection:
                    self._follow(connection)
            except BROKER_AWAY as error:
                self.status.error = BROKER_SILENT
                self._log.warning("broker away", error=repr(error))
                self.stop.wait(self._pauses.next())
            finally:
                self.status.connected = False

    def _follow(self, connection: Any) -> None:
        self.inbox.forget()
        self._stale = True
        channel = connection.channel()
        queue = declared(channel, self.topology, self.queue, self.sources, self.outgrown)
        with Consuming(channel, [queue], on_message=self.inbox.receive, prefetch_count=PREFETCH):
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
        except ConfigurationError:
            # The driver has taken a server amid an election for one without sessions, and never
            # asks that connection again: only another process, with new ones, gets on.
            raise
        except NOT_NOW as error:
            self._stale = True
            self._log.warning("batch failed", error=repr(error))
            self._wait(connection, error)

    def _reload(self) -> None:
        """After a failure nothing is known but what the checkpoint says."""
        if self._stale:
            self.subscription.reload()
            self._stale = False

    def _gather(self, connection: Any) -> None:
        """Wait for a message, at most until a source has been silent, and for the end of the rest.

        What comes alone is taken at once; in a crowd no more than a third of the time is spent
        on transactions, however many commands there are.
        """
        if self.subscription.behind:
            return  # the queue waits
        if not self.inbox:  # else it came while the feed was read, and waits already
            longest = LOOK_UP_SECONDS if self.news else LISTEN_SECONDS
            listen(connection, min(self.silence.left(), longest))
        while len(self.inbox) < BATCH and (left := self._rested_at - monotonic()) > 0:
            listen(connection, left)

    def _digest(self, connection: Any) -> None:
        began, offered = monotonic(), list(self.inbox.waiting)
        wanted = self.news.wanted if self.news else 0
        self.subscription.take(envelope for hint in offered for envelope in hint.envelopes)
        self._acknowledge()
        if offered:
            self._rested_at = monotonic() + self._rest(monotonic() - began)
        self.subscription.behind |= set(self.sources) if wanted else self.silence.over()
        if not self._catch_up(connection):
            return
        # These were here before the feed was read to its end, so the log does not have them.
        self.inbox.bury(offered)
        if self.news and wanted:
            self.news.read(wanted)

    def _catch_up(self, connection: Any) -> bool:
        """False when told to stop, or to ask again later for some of it.

        Who is away holds up nobody: the others are read first.
        """
        away: dict[str, Exception] = {}
        all_read = True
        while behind := self.subscription.behind - away.keys():
            for source in sorted(behind):
                last = self.subscription.last[source]
                try:
                    all_read &= self.subscription.read(source)
                    self.silence.asked(source, told=self.subscription.last[source] > last)
                except AWAY as error:
                    away[source] = error
            self._acknowledge()
            if self.stop.is_set():
                return False
            listen(connection, 0.001)  # else heartbeats would stay unread
            connection.heartbeat_check()
        if away:
            raise next(iter(away.values()))
        return all_read

    def _rest(self, took: float) -> float:
        return min(REST * took, LONGEST_REST_SECONDS) if self.urgent() else LONGEST_REST_SECONDS

    def _acknowledge(self) -> None:
        self.inbox.acknowledge(self.subscription.has)
        self.status.positions = dict(self.subscription.last)
        self.status.heads = dict(self.subscription.heads)

    def _wait(self, connection: Any, error: Exception) -> None:
        """With the connection kept alive."""
        self.status.error = "" if isinstance(error, Fenced) else in_words(error)
        until = monotonic() + self._pauses.next()
        while (left := until - monotonic()) > 0 and not self.stop.is_set():
            listen(connection, min(left, 1.0))
            connection.heartbeat_check()
