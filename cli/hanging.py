"""Tells a process that hangs from one that is slow: nobody is restarted before 30 seconds.

Thirty, because half a minute without an answer to the cheapest of questions has never been a
pause: a stop of the world, a failover and a disk that chokes are over in ten. Counted are answers
that did not come, not seconds that went by: when this machine itself slept, nobody was asked.
One process at a time and ever more patience with the same one: a slow machine gets no storm.
"""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

EVERY = 5.0  # seconds between two questions
MISSES = 6  # in a row: 30 seconds
STARTING = 24  # before the first answer of all: two minutes
SETTLED = 720  # answers, an hour of them: what was before is forgotten
MOST = 64  # however often the same process was restarted for it
APART = 30.0  # seconds between two restarts, whoever they concern

Ask = Callable[[str], bool]


@dataclass
class Watched:
    """One life of one process."""

    pid: int
    answers: int = 0
    misses: int = 0


class Hanging:
    """Counts missing answers; `culprit` names one process at a time that should be restarted."""

    def __init__(self, every: float = EVERY) -> None:
        self.every = every
        self._watched: dict[str, Watched] = {}
        self._patience: dict[str, int] = {}
        self._last = float("-inf")

    def note(self, name: str, pid: int, answered: bool) -> None:
        watched = self._watched.get(name)
        if watched is None or watched.pid != pid:
            watched = self._watched[name] = Watched(pid)
        watched.misses = 0 if answered else watched.misses + 1
        watched.answers += answered
        if watched.answers >= SETTLED:
            self._patience.pop(name, None)

    def culprit(self, now: float) -> tuple[str, int] | None:
        """Name and pid of the one that has been silent longest, if it is time."""
        if now - self._last < APART * self.every / EVERY:
            return None
        silent = [name for name in self._watched if self._hangs(name)]
        if not silent:
            return None
        name = max(silent, key=lambda name: self._watched[name].misses)
        self._last = now
        self._patience[name] = min(self.patience(name) * 2, MOST)
        return name, self._watched.pop(name).pid

    def patience(self, name: str) -> int:
        """Doubled each time: who hangs again at once is not helped by a restart."""
        return self._patience.get(name, MISSES)

    def _hangs(self, name: str) -> bool:
        watched = self._watched[name]
        patience = self.patience(name)
        return watched.misses >= (patience if watched.answers else max(patience, STARTING))


def ask_all(processes: Iterable[tuple[str, int, str]], ask: Ask, hanging: Hanging) -> None:
    """All at once: name, pid and URL of each."""
    asked = list(processes)
    with ThreadPoolExecutor(max(1, len(asked))) as pool:
        answers = pool.map(lambda one: ask(one[2]), asked)
        for (name, pid, _), answered in zip(asked, answers, strict=True):
            hanging.note(name, pid, answered)


def watch(
    processes: Callable[[], Iterable[tuple[str, int, str]]],
    restart: Callable[[str, int], None],
    clock: Callable[[], float],
    ask: Ask,
    stop: threading.Event,
    hanging: Hanging,
) -> None:
    """Until stopped; an answer may take less than the time to the next question."""
    asked = clock()
    while not stop.wait(max(0.0, hanging.every - (clock() - asked))):
        asked = clock()
        ask_all(processes(), ask, hanging)
        if (found := hanging.culprit(clock())) and not stop.is_set():
            restart(*found)
