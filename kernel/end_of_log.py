"""Writing at the end of a log in MongoDB, whoever else writes there."""

import random
from collections.abc import Sequence
from time import monotonic, sleep
from typing import Any

from pymongo import timeout
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError

from kernel import history, metrics
from kernel.database import LIMIT_SECONDS
from kernel.document import damaged
from kernel.group_commit import POSITION, Insert, Outcome, ReadEnd, Written, place
from kernel.log import Draft
from kernel.one_message import Bodies, TooLarge, in_one_message
from kernel.refusal import Indeterminate

GIVE_UP_SECONDS = 6.0
REST, SHORT_REST = 4, 1  # times as long as a flush takes is the longest pause of a winner
FRESH_SECONDS = 1.0  # for which an own write tells the end: a log restored under us is noticed
MAJORITY_SECONDS = 3.0  # in which a new primary knows again what a majority has
DUPLICATE_KEY = 11000
NUMBERED = {"_id": {"$gte": 1}}  # what somebody else put here under a name is no commit
COUNTED = {"_id": 1, "count": {"$cond": [{"$isArray": "$events"}, {"$size": "$events"}, 0]}}
TOO_LARGE = 10334  # BSONObjectTooLarge
UNKNOWN: dict[str, Any] = {
    "slug": "outcome-unknown",
    "detail": "ask again under the same id",
    "retry_after": 1,
}


class EndOfLog:
    """Does what `kernel.group_commit.place` asks for. For one thread at a time."""

    def __init__(
        self,
        collection: Collection[Any],
        give_up: float = GIVE_UP_SECONDS,
        source: str = "",
        bulk: bool = False,
    ) -> None:
        """`bulk` for who writes megabytes at once: to ask for the end costs less than to lose them
        in a race, and between two of its writes there is room for others anyway."""
        self.collection = collection
        self.source = source
        self.give_up = give_up
        self.batches = 0  # commits ÷ batches is the group size
        self.commits = 0
        self.lost_races = 0
        self._group, self._races = metrics.GROUP.labels(source), metrics.RACES.labels(source)
        self._end: int | None = None  # after an own acknowledged write, and only then
        self._end_at = float("-inf")  # monotonic
        self._seen = 0  # the furthest end that was ever acknowledged to us
        self._bulk = bulk
        self._bodies = Bodies()
        self._pace = Pace(SHORT_REST if bulk else REST)

    def write(self, drafts: Sequence[Draft], outcomes: list[Outcome | None]) -> None:
        """Settle each draft. Raises TooLarge, Indeterminate when the server stays away, and
        Rewound when the log has lost what we have written."""
        fresh = not self._bulk and monotonic() - self._end_at < FRESH_SECONDS
        known, self._end = self._end if fresh else None, None
        self._bodies = Bodies()
        if self._bulk:  # to encode megabytes takes longer than it takes others to move the end on
            self._bodies.prepare(drafts)
        until = monotonic() + self.give_up
        steps = place(drafts, known, outcomes)
        step = next(steps)
        while True:
            if isinstance(step, ReadEnd):
                answer: int | Written = self._read_end_beyond(step.beyond, until)
            else:
                answer = self._insert(step, until)
            try:
                step = steps.send(answer)
            except StopIteration as stop:
                self._end, self._end_at = stop.value, monotonic()
                self._seen = max(self._seen, stop.value or 0)
                return

    def read(self) -> int:
        """Position of the last event that a majority has; 0 when there is none."""
        with timeout(LIMIT_SECONDS):
            last = self.collection.find_one(NUMBERED, COUNTED, sort=[("_id", -1)])
        if last and not last["count"]:
            raise damaged({"_id": last["_id"]})
        return int(last["_id"] + last["count"] - 1) if last else 0

    def _read_end_beyond(self, beyond: int, until: float) -> int:
        """The end, once a majority has what the primary refused us for (or lost it again).

        What a majority has acknowledged to us it never loses, unless a backup was restored.
        """
        began = monotonic()
        while True:
            try:
                end, waited = self.read(), monotonic() - began
                if end >= max(beyond, self._seen) or (end >= self._seen and waited > 0.5):
                    return end
                if waited > MAJORITY_SECONDS:
                    raise history.gone(self.source, self._seen, end)
                sleep(0.001 if waited < 0.1 else 0.05)
            except PyMongoError:
                self._breathe(until)

    def _insert(self, step: Insert, until: float) -> Written:
        began = monotonic()
        written = self._insert_once(step)
        if written.unknown:
            metrics.UNKNOWN.inc()
            self._breathe(until)
            return written
        lost = written.refused == POSITION
        self.batches += 1
        self.commits += written.count
        self.lost_races += lost
        self._races.inc(lost)
        if written.count:
            self._group.observe(written.count)
        self._pace.rest(began, lost)
        return written

    def _insert_once(self, step: Insert) -> Written:
        try:
            documents = in_one_message(step.commits, self._bodies)
            with timeout(LIMIT_SECONDS):
                self.collection.insert_many(documents, ordered=True)
            return Written(len(documents))
        except BulkWriteError as error:
            return refused(error)
        except PyMongoError as error:
            if isinstance(error, OperationFailure) and error.code == TOO_LARGE:
                raise TooLarge("a commit must fit into one document of 16 MB") from error
            return Written(0, unknown=True)

    def _breathe(self, until: float) -> None:
        if monotonic() > until:
            raise Indeterminate(**UNKNOWN)
        sleep(random.uniform(0.05, 0.2))


class Pace:
    """The winner's pause: who lost a race within the last second lets others in after a win.

    Backing off as the loser makes p99 four times worse (measured, see decision 0001).
    """

    def __init__(self, rest: float = REST) -> None:
        self._rest = rest
        self._lost_at = float("-inf")
        self._average = 0.005  # seconds that a flush takes

    def rest(self, began: float, lost: bool) -> None:
        now = monotonic()
        if lost:
            self._lost_at = now
            return
        self._average += 0.1 * (now - began - self._average)
        if now - self._lost_at < 1.0:
            sleep(random.uniform(0, self._rest * self._average))


def refused(error: BulkWriteError) -> Written:
    """What a failed bulk tells: how many are durable and which key stood in the way."""
    details = error.details or {}
    failures = details.get("writeErrors") or []
    if details.get("writeConcernErrors") or not failures or failures[0]["code"] != DUPLICATE_KEY:
        return Written(0, unknown=True)
    [value] = failures[0]["keyValue"].values()
    key = POSITION if POSITION in failures[0]["keyValue"] else str(value)
    return Written(failures[0]["index"], refused=key)
