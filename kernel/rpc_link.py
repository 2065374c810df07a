"""A connection to the broker that comes back for ever."""

from collections.abc import Callable
from random import uniform
from threading import Event, Thread
from time import monotonic

import structlog

from kernel.rpc_session import Session

SLOWEST_RETRY = 1.0  # a broker takes seconds to start; what is waited on top is felt by everybody

logger = structlog.get_logger(__name__)


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
            if self._stopped.is_set():  # while it was being made
                session.close()
            session.read()
        except Exception as error:  # whatever it is, it must not be the last connection
            if not self._stopped.is_set():
                logger.warning("broker is away", error=repr(error))
        finally:
            self.session = None
            if session:
                session.tidy()
            self._lost()
