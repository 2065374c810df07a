"""Group commit against a real server: one thread per process writes all commits that wait."""

import logging
import random
from collections import deque
from collections.abc import Sequence
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any

from bson.errors import InvalidDocument
from pymongo import timeout
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError

from kernel.database import LIMIT_SECONDS
from kernel.document import Document, to_document
from kernel.group_commit import POSITION, Insert, Outcome, ReadEnd, Written, place
from kernel.log import Commit, Draft
from kernel.refusal import Indeterminate, Invalid, Unavailable

logger = logging.getLogger(__name__)

BATCH_EVENTS = 2_000  # stays far below the 48 MB at which the driver splits a message
GIVE_UP_SECONDS = 6.0
DUPLICATE_KEY = 11000
TOO_LARGE = 10334  # BSONObjectTooLarge
UNKNOWN: dict[str, Any] = {
    "slug": "outcome-unknown",
    "detail": "ask again under the same id",
    "retry_after": 1,
}


class TooLarge(Exception):
    """No server will ever take it."""


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
    """Hands waiting commits to the server, as many as there are, one batch after the other."""

    def __init__(self, collection: Collection[Document]) -> None:
        self.collection = collection
        self.batches = 0  # counted for operators: commits ÷ batches is the group size
        self.commits = 0
        self.lost_races = 0
        self._waiting: deque[Waiting] = deque()
        self._wake = Event()
        self._thread: Thread | None = None
        self._start = Lock()
        self._end: int | None = None
        self._pace = Pace()

    def write(self, draft: Draft) -> Outcome:
        """Durable, or Taken. Raises Unavailable (not written), Indeterminate or Invalid."""
        waiting = Waiting(draft)
        self._waiting.append(waiting)
        self._run_thread()
        self._wake.set()
        if outcome := waiting.wait(GIVE_UP_SECONDS + 1):
            return outcome
        try:
            self._waiting.remove(waiting)
        except ValueError:  # on its way to the server
            raise Indeterminate(**UNKNOWN) from None
        raise Unavailable("busy", "too many commands are waiting", retry_after=1)

    def read_end(self) -> int:
        """Position of the last event that a majority has."""
        shape = {"_id": 1, "count": {"$size": "$events"}}
        with timeout(LIMIT_SECONDS):
            last = self.collection.find_one({}, shape, sort=[("_id", -1)])
        return int(last["_id"] + last["count"] - 1) if last else 0

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
            self._end = self._drive([waiting.draft for waiting in batch], outcomes)
        except TooLarge as refused:
            self._end = None
            if len(batch) > 1:  # find the culprit; the others are not to blame
                for waiting in batch:
                    self._flush([waiting])
                return
            error = Invalid("too-large", str(refused))
        except Exception as failure:  # nobody may wait for ever, whatever went wrong
            self._end = None
            logger.warning("a batch of commits could not be written", exc_info=failure)
            error = Indeterminate(**UNKNOWN)
        for waiting, outcome in zip(batch, outcomes, strict=True):
            waiting.settle(outcome, None if outcome else error)

    def _drive(self, drafts: list[Draft], outcomes: list[Outcome | None]) -> int | None:
        until = monotonic() + GIVE_UP_SECONDS
        steps = place(drafts, self._end, outcomes)
        step = next(steps)
        while True:
            if isinstance(step, ReadEnd):
                answer: int | Written = self._read_end_beyond(step.beyond, until)
            else:
                answer = self._insert(step, until)
            try:
                step = steps.send(answer)
            except StopIteration as stop:
                end: int | None = stop.value
                return end

    def _read_end_beyond(self, beyond: int, until: float) -> int:
        """The end, once a majority has what the primary refused us for (or lost it again)."""
        patience = min(until, monotonic() + 0.5)
        while True:
            try:
                end = self.read_end()
                if end >= beyond or monotonic() > patience:
                    return end
                sleep(0.001)
            except PyMongoError:
                if monotonic() > until:
                    raise
                sleep(random.uniform(0.05, 0.2))

    def _insert(self, step: Insert, until: float) -> Written:
        began = monotonic()
        try:
            with timeout(LIMIT_SECONDS):
                self.collection.insert_many([to_document(c) for c in step.commits], ordered=True)
            written = Written(len(step.commits))
        except BulkWriteError as error:
            written = refused(error)
        except (InvalidDocument, OperationFailure) as error:
            if isinstance(error, OperationFailure) and error.code != TOO_LARGE:
                written = Written(0, unknown=True)
            else:
                raise TooLarge("a commit must fit into one document of 16 MB") from error
        except PyMongoError:
            written = Written(0, unknown=True)
        if written.unknown:
            if monotonic() > until:
                raise Indeterminate(**UNKNOWN)
            sleep(random.uniform(0.05, 0.2))
            return written
        self._count(step.commits, written)
        self._pace.rest(began, lost=written.refused == POSITION)
        return written

    def _count(self, commits: Sequence[Commit], written: Written) -> None:
        self.batches += 1
        self.commits += written.count
        self.lost_races += written.refused == POSITION


class Pace:
    """The winner's pause: who lost a race within the last second lets others in after a win.

    Backing off as the loser makes p99 four times worse (measured, see decision 0001).
    """

    def __init__(self) -> None:
        self._lost_at = float("-inf")
        self._average = 0.005  # seconds that a flush takes

    def rest(self, began: float, lost: bool) -> None:
        now = monotonic()
        if lost:
            self._lost_at = now
            return
        self._average += 0.1 * (now - began - self._average)
        if now - self._lost_at < 1.0:
            sleep(random.uniform(0, 4 * self._average))


def refused(error: BulkWriteError) -> Written:
    """What a failed bulk tells: how many are durable and which key stood in the way."""
    details = error.details or {}
    failures = details.get("writeErrors") or []
    if details.get("writeConcernErrors") or not failures or failures[0]["code"] != DUPLICATE_KEY:
        return Written(0, unknown=True)
    [value] = failures[0]["keyValue"].values()
    key = POSITION if POSITION in failures[0]["keyValue"] else str(value)
    return Written(failures[0]["index"], refused=key)
