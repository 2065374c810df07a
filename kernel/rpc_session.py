"""One life of a connection to the broker: one thread reads, one writes, nobody else touches it.

Plain threading primitives only, so that it works with threads and with greenlets. Whoever wants
to send hands a function over and never blocks, also when the broker hangs.
"""

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from socket import SHUT_RDWR
from time import monotonic
from typing import Any

import structlog
from amqp import spec

from kernel.broker import HEARTBEAT_SECONDS, connect
from kernel.turns import take_turns

Send = Callable[[Any], None]  # is given the channel
AT_ONCE = 64  # messages that may share a system call
HEARTBEAT_CHECK_SECONDS = 0.5

logger = structlog.get_logger(__name__)


class Session:
    """What is handed to it dies with it."""

    def __init__(self, uri: str) -> None:
        self.connection = connect(uri)
        take_turns(self.connection.transport, HEARTBEAT_SECONDS)
        self.channel = self.connection.channel()
        self.channel.auto_decode = False  # bodies stay bytes, whatever their encoding claims
        self.alive = True
        self._outbox: SimpleQueue[Send | None] = SimpleQueue()

    def send(self, send: Send) -> None:
        self._outbox.put(send)

    def close(self) -> None:
        """After what has been handed over so far."""
        self.send(self._say_goodbye)

    def read(self) -> None:
        """Until the connection is lost, which raises."""
        # Looked up once: py-amqp connects anew when a closed connection is asked for them.
        transport, take = self.connection.transport, self.connection.on_inbound_frame
        while self.alive:
            try:
                frame = transport.read_frame()
            except TimeoutError:
                continue  # idle; the writer watches the heartbeats
            take(frame)

    def write(self) -> None:
        """Until the session ends; a write that fails ends it."""
        frames = Frames(self.connection.transport)
        ticked = monotonic()
        try:
            while self.alive:
                self._write_what_waits()
                if monotonic() - ticked >= HEARTBEAT_CHECK_SECONDS:
                    self.connection.heartbeat_tick()
                    ticked = monotonic()
                frames.flush()
        except Exception as error:  # whatever it is, the reader makes a new connection
            if self.alive:
                logger.info("broker connection is not written to any more", error=repr(error))
        finally:
            self.end()

    def _write_what_waits(self) -> None:
        """The first to come, if one comes in time, and those that stand behind it."""
        with suppress(Empty):
            wait: float | None = HEARTBEAT_CHECK_SECONDS
            for _ in range(AT_ONCE):
                send = self._outbox.get(block=wait is not None, timeout=wait)
                if send is None:
                    return
                send(self.channel)
                wait = None

    def _say_goodbye(self, _channel: Any) -> None:
        self.connection.send_method(spec.Connection.Close, "BsBB", (200, "", 0, 0))
        self.alive = False  # the writer still flushes, and ends it

    def end(self) -> None:
        """Whoever ends it, reader and writer wake up and go; the reader tidies up."""
        self.alive = False
        self._outbox.put(None)
        if transport := self.connection._transport:
            with suppress(OSError, AttributeError):  # closed meanwhile
                transport.sock.shutdown(SHUT_RDWR)

    def tidy(self) -> None:
        self.end()
        with suppress(OSError, AttributeError):
            self.connection._transport.close()


class Frames:
    """Gathers what py-amqp writes, so that an answer and ten acknowledgements are one system call.

    It costs the broker as much as us to take each of them from the socket one by one.
    """

    def __init__(self, transport: Any) -> None:
        self._write = transport._write
        self._waiting: list[bytes] = []
        transport._write = self._gather

    def _gather(self, frame: Any) -> None:
        self._waiting.append(bytes(frame))  # py-amqp uses its buffer again at once

    def flush(self) -> None:
        if waiting := self._waiting:
            self._waiting = []
            self._write(b"".join(waiting))
