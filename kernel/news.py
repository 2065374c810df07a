"""Between a subscription and those in its process who wait for what it has to tell."""

from collections.abc import Collection
from threading import Condition, Event
from time import monotonic

LONGER = 0.14  # seconds for which news from this very process are waited for
JUST_NOW = 0.05  # seconds: what is told between asking and waiting is not missed
REMEMBERED = 5_000  # keys


class News:
    """That rows have changed, and on request that the logs have been read to their ends."""

    def __init__(self, longer: float = LONGER) -> None:
        self.longer = longer
        self.here = False  # whether it is this process that works, and not another replica
        self._changed = Condition()
        self._wanted = 0
        self._read = 0
        self._told: dict[str, float] = {}  # keys of rows, and when
        self._waiting: dict[str, list[Event]] = {}

    def tell(self, keys: Collection[str] = ()) -> None:
        """These rows have changed."""
        at = monotonic()
        with self._changed:
            if len(self._told) > REMEMBERED:
                self._told.clear()
            for key in keys:
                self._told[key] = at
                for waiting in self._waiting.get(key, ()):
                    waiting.set()
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Until there is news, or so long."""
        with self._changed:
            self._changed.wait(seconds)

    def wait_for(self, key: str, seconds: float, longer: float | None = None) -> None:
        """Until there is news of one row: whoever waits for another one is not woken by it.

        For longer where the rows are changed in this very process, since none is missed then.
        """
        if not self.here:
            return self.wait(seconds)
        mine = Event()
        with self._changed:
            if monotonic() - self._told.pop(key, float("-inf")) < JUST_NOW:
                return None
            self._waiting.setdefault(key, []).append(mine)
        mine.wait(max(seconds, self.longer if longer is None else longer))
        with self._changed:
            self._waiting[key].remove(mine)
            if not self._waiting[key]:
                del self._waiting[key]

    def sure(self, seconds: float) -> bool | None:
        """Have the logs read to their ends: whatever was recorded before this call is in then.

        False when that could not be done in time; None when another replica does the work.
        """
        if not self.here:
            return None
        with self._changed:
            self._wanted += 1
            mine = self._wanted
            return self._changed.wait_for(lambda: self._read >= mine, seconds)

    @property
    def wanted(self) -> int:
        """Number of the newest request, if it waits for an answer; else 0."""
        return self._wanted if self._wanted > self._read else 0

    def read(self, wanted: int) -> None:
        """The logs have been read to their ends since that request."""
        with self._changed:
            self._read = max(self._read, wanted)
            self._changed.notify_all()
