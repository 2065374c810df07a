"""Group commit: one thread per process hands over all commits that wait, batch after batch."""

import logging
from collections import deque
from threading import Event, Lock, Thread

from kernel.end_of_log import UNKNOWN, EndOfLog
from kernel.group_commit import Outcome
from kernel.log import Draft
from kernel.one_message import TooLarge
from kernel.refusal import Indeterminate, Invalid, Refusal, Unavailable

logger = logging.getLogger(__name__)

BATCH_EVENTS = 2_000
PATIENCE_SECONDS = 7.0  # of a caller; a batch itself gives up a little earlier


class Waiting:
    """One commit on its way, and the caller who waits for it."""

    __slots__ = ("_gate", "draft", "error", "outcome")

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.outcome: Outcome | None = None
        self.error: Exception | None = None
        self._gate = Lock()
        self._gate.acquire()

    def settle(self, outcome: Outcome | None, error: Exception | None) -> None:
        self.outcome, self.error = outcome, error
        self._gate.release()

    def wait(self, limit: float) -> Outcome | None:
        """None when it is not settled in time; `error` when there is one."""
        if not self._gate.acquire(timeout=limit):
            return None
        if self.error:
            raise self.error
        return self.outcome


class Flusher:
    """Takes waiting commits, as many as there are, and settles each of them."""

    def __init__(self, end_of_log: EndOfLog) -> None:
        self.end_of_log = end_of_log
        self._waiting: deque[Waiting] = deque()
        self._wake = Event()
        self._thread: Thread | None = None
        self._start = Lock()

    def write(self, draft: Draft) -> Outcome:
        """Durable, or Taken. Raises Unavailable (not written), Indeterminate or Invalid."""
        waiting = Waiting(draft)
        self._waiting.append(waiting)
        self._run_thread()
        self._wake.set()
        if outcome := waiting.wait(PATIENCE_SECONDS):
            return outcome
        try:
            self._waiting.remove(waiting)
        except ValueError:  # on its way to the server
            raise Indeterminate(**UNKNOWN) from None
        raise Unavailable("busy", "too many commands are waiting", retry_after=1)

    def _run_thread(self) -> None:
        with self._start:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, name="group-commit", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            while self._waiting:
                self._flush(self._next_batch())

    def _next_batch(self) -> list[Waiting]:
        batch: list[Waiting] = []
        events = 0
        while self._waiting and (not batch or events < BATCH_EVENTS):
            waiting = self._waiting.popleft()
            events += len(waiting.draft.entries)
            batch.append(waiting)
        return batch

    def _flush(self, batch: list[Waiting]) -> None:
        outcomes: list[Outcome | None] = [None] * len(batch)
        error: Exception | None = None
        try:
            self.end_of_log.write([waiting.draft for waiting in batch], outcomes)
        except TooLarge as refused:
            if len(batch) > 1:  # find the culprit; the others are not to blame
                for waiting in batch:
                    self._flush([waiting])
                return
            error = Invalid("too-large", str(refused))
        except Exception as failure:  # nobody may wait for ever, whatever went wrong
            error = told(failure)
        for waiting, outcome in zip(batch, outcomes, strict=True):
            waiting.settle(outcome, None if outcome else error)


def told(failure: Exception) -> Refusal:
    if isinstance(failure, Refusal):
        return failure
    logger.warning("a batch of commits could not be written", exc_info=failure)
    return Indeterminate(**UNKNOWN)
