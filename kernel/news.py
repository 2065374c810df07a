"""Between a subscription and those in its process who wait for what it has to tell."""

from threading import Condition


class News:
    """That rows have changed, and on request that the logs have been read to their ends."""

    def __init__(self) -> None:
        self.here = False  # whether it is this process that works, and not another replica
        self._changed = Condition()
        self._wanted = 0
        self._read = 0

    def tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Until there is news, or so long."""
        with self._changed:
            self._changed.wait(seconds)

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
