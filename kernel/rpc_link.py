"""A connection that comes back for ever: one thread reads, one writes, nobody else touches it.

Plain threading primitives only, so that it works with threads and with greenlets. Whoever wants
to send hands a function over and never blocks, also when the broker hangs.
"""

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from random import uniform
from socket import SHUT_RDWR
from threading import Event, Thread
from time import monotonic
from typing import Any

import structlog
from amqp import spec

from kernel.broker import connect

SLOWEST_RETRY = 5.0
Send = Callable[[Any], None]  # is given the channel

logger = structlog.get_logger(__name__)


class Session:
    """One life of the connection. What is handed to it dies with it."""

    def __init__(self, uri: str) -> None:
        self.connection = connect(uri)
        self.channel = self.connection.channel()
        self.channel.auto_decode = False  # bodies stay bytes, whatever their encoding claims
        self.alive = True
        self._outbox: SimpleQueue[Send | None] = SimpleQueue()

    def send(self, send: Send) -> None:
        self._outbox.put(send)

    def read(self) -> None:
        """Until the connection is lost, which raises."""
        while self.alive:
            try:
                self.connection.blocking_read()
            except TimeoutError:
                continue  # idle; the writer watches the heartbeats

    def write(self) -> None:
        """Until the session ends; a write that fails ends it."""
        ticked = monotonic()
        try:
            while self.alive:
                self._write_next()
                if monotonic() - ticked >= 1:
                    self.connection.heartbeat_tick()
                    ticked = monotonic()
        except Exception as error:
            if self.alive:
                logger.info("broker connection is not written to any more", error=repr(error))
        finally:
            self.end()

    def _write_next(self) -> None:
        try:
            send = self._outbox.get(timeout=1)
        except Empty:
            return
        if send:
            send(self.channel)

    def close(self) -> None:
        """After what has been handed over so far."""
        self.send(self._say_goodbye)

    def _say_goodbye(self, _channel: Any) -> None:
        self.connection.send_method(spec.Connection.Close, "BsBB", (200, "", 0, 0))
        self.end()

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


class Link:
    """Keeps a session. `opened` prepares each new one; `lost` hears of its end."""

    def __init__(self, uri: str, opened: Callable[[Session], None], lost: Callable[[], None]):
        self.session: Session | None = None
        self.tried = Event()  # the first attempt has succeeded or failed
        self._uri = uri
        self._opened = opened
        self._lost = lost
        self._stopped = Event()
        self._reader = Thread(target=self._run, name="broker-reader", daemon=True)

    def start(self) -> None:
        self._reader.start()

    def stop(self, timeout: float = 2.0) -> None:
        """What has been handed over is written first."""
        self._stopped.set()
        if self.session:
            self.session.close()
        self._reader.join(timeout)

    def _run(self) -> None:
        wait = 0.1
        while not self._stopped.is_set():
            started = monotonic()
            self._live()
            self.tried.set()
            wait = 0.1 if monotonic() - started > SLOWEST_RETRY else min(wait * 2, SLOWEST_RETRY)
            self._stopped.wait(uniform(wait / 2, wait))

    def _live(self) -> None:
        session = None
        try:
            session = Session(self._uri)
            self._opened(session)
            Thread(target=session.write, name="broker-writer", daemon=True).start()
            self.session = session
            self.tried.set()
            session.read()
        except Exception as error:  # whatever it is, it must not be the last connection
            if not self._stopped.is_set():
                logger.warning("broker is away", error=repr(error))
        finally:
            self.session = None
            if session:
                session.tidy()
            self._lost()
