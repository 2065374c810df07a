"""One connection to the broker with one channel, driven by a thread of its own; pika."""

from collections.abc import Callable
from threading import Condition, Thread
from typing import Any

import pika
from pika.exceptions import AMQPError

from kernel.pika_parameters import parameters
from kernel.topology import Topology

OPEN_SECONDS = 4.5  # from the first packet to a channel with the topology declared
CLOSE_SECONDS = 2.0


OnConfirm = Callable[[pika.spec.Basic.Ack | pika.spec.Basic.Nack], None]


class Broken(Exception):
    """The connection is of no more use: what was not confirmed has to be sent again."""


class Unwilling(Broken):
    """The broker answers, and does not do what it is asked for: what it says is worth telling."""


class Link:
    """Used once: after a failure make another.

    `confirmed` is called in the link's thread, as is everything passed to `call`; the channel
    is only for them. Others read `ready`, `blocked` and `failure`, and `wait`.
    """

    def __init__(self, uri: str, name: str, topology: Topology, confirmed: OnConfirm) -> None:
        self.topology = topology
        self.channel: Any = None
        self.ready = False
        self.blocked = False  # by an alarm of the broker, which is waited for
        self.failure: Exception | None = None
        self._confirmed = confirmed
        self._changed = Condition()
        self._connection: Any = pika.SelectConnection(
            parameters(uri, name, OPEN_SECONDS),
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_gone,
            on_close_callback=self._on_gone,
        )
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def open(self) -> None:
        """Raises Broken, within OPEN_SECONDS."""
        self._thread.start()
        self.wait(lambda: self.ready, OPEN_SECONDS)
        if not self.ready:
            raise Broken("the broker does not answer")

    def call(self, callback: Callable[[], None], after: float = 0) -> None:
        """In the link's thread. With a delay only from within that thread."""
        if after:
            self._connection.ioloop.call_later(after, callback)
        else:
            self._connection.ioloop.add_callback_threadsafe(callback)

    def wait(self, done: Callable[[], bool], seconds: float) -> None:
        """Until `done` (looked at whenever something is notified), or so long. Raises Broken."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self.failure) or done(), seconds)
        self.check()

    def notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def check(self) -> None:
        """Raises Broken when the connection is gone, and a defect of this program as itself."""
        if self.failure:
            raise self.failure

    def fail(self, error: Exception) -> None:
        """From the link's thread: hang up without a farewell, which a hung broker never answers."""
        self._broke(error)
        self.notify()
        if not self._connection.is_closed:
            self._connection._terminate_stream(error)  # there is no public way to just hang up

    def close(self) -> None:
        """A farewell if possible; gone in any case."""
        if not self._thread.is_alive():
            return
        if self.ready and not self.failure:
            self.call(self._part)
            self._thread.join(CLOSE_SECONDS)
        self.call(lambda: self.fail(Broken("closed")))
        self._thread.join(CLOSE_SECONDS)

    def _part(self) -> None:
        if self._connection.is_open:
            self._connection.close()

    def _run(self) -> None:
        try:
            self._connection.ioloop.start()
        except (AMQPError, OSError) as error:
            self._broke(error)
        except Exception as error:
            self.failure = error
        finally:
            self.ready = False
            self._connection.ioloop.close()
            self.notify()

    def _on_open(self, connection: Any) -> None:
        connection.add_on_connection_blocked_callback(lambda *_: self._set_blocked(True))
        connection.add_on_connection_unblocked_callback(lambda *_: self._set_blocked(False))
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Any) -> None:
        self.channel = channel
        channel.add_on_close_callback(lambda _, reason: self._on_channel_gone(reason))
        declare(channel, self.topology)
        # Answered after everything declared before it, so it tells that the topology stands.
        channel.confirm_delivery(lambda frame: self._confirmed(frame.method), self._on_ready)

    def _on_ready(self, _: Any) -> None:
        self.ready = True
        self.notify()

    def _on_channel_gone(self, reason: Exception) -> None:
        if self._connection.is_open:  # else it goes down with its connection, which says why
            self.fail(Unwilling(said(reason)))

    def _on_gone(self, connection: Any, error: BaseException) -> None:
        self._broke(error)
        connection.ioloop.stop()

    def _broke(self, error: BaseException) -> None:
        broken = error if isinstance(error, Broken) else Broken(repr(error))
        self.failure = self.failure or broken

    def _set_blocked(self, blocked: bool) -> None:
        self.blocked = blocked
        self.notify()


def said(reason: Exception) -> str:
    """The broker's own words, if there are any."""
    return str(getattr(reason, "reply_text", "")) or repr(reason)


def declare(channel: Any, topology: Topology) -> None:
    """All of it without waiting: an answer that is not yes closes the channel."""
    for exchange in topology.exchanges:
        channel.exchange_declare(
            exchange.name, exchange.type, durable=True, arguments=dict(exchange.arguments)
        )
    for queue in topology.queues:
        channel.queue_declare(queue.name, durable=True, arguments=dict(queue.arguments))
    for binding in topology.bindings:
        channel.queue_bind(binding.to, binding.exchange, binding.key)
