"""Tells whoever waits in this process that a read model has just moved."""

from threading import Condition


class News:
    """Only a hint, like every message: another replica may do the work and tell nobody here."""

    def __init__(self) -> None:
        self._changed = Condition()

    def tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Until there is news, or so long."""
        with self._changed:
            self._changed.wait(seconds)
