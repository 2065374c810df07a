"""Notices that this process stood still: what it reads first thereafter has waited unseen.

A caller's deadline cannot be compared with our clock, which may be minutes off. The broker counts
the time in the queue by its own clock, and this counts the time in our socket by ours.
"""

from threading import Event, Thread
from time import monotonic

BEAT_SECONDS = 0.1
STILL_SECONDS = 0.3  # without a beat: stopped, or starved


class Pulse:
    def __init__(self) -> None:
        self._stop = Event()
        self._last = monotonic()
        self._gap = 0.0
        self._until = 0.0  # so long what is read may date from before the gap

    def start(self) -> None:
        Thread(target=self._run, name="pulse", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def beat(self, now: float) -> None:
        gap = now - self._last
        if gap > STILL_SECONDS:
            self._gap, self._until = gap, now + STILL_SECONDS
        self._last = now

    def age(self, now: float) -> float:
        """Seconds that something read at this moment may have waited in our socket, at most."""
        gap = now - self._last
        if gap > STILL_SECONDS:
            return gap
        return self._gap if now < self._until else 0.0

    def _run(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            self.beat(monotonic())
