"""How far something long has come: one line at a terminal, written over; nothing elsewhere."""

import sys
from time import monotonic


class Progress:
    def __init__(self, what: str, of: int | None) -> None:
        self.what = what
        self.of = f" of {of:,}" if of else ""
        self.done = 0
        self._said = monotonic()
        self._shown = False

    def tick(self, number: int) -> None:
        self.done += number
        if sys.stderr.isatty() and monotonic() - self._said >= 1:
            self._said, self._shown = monotonic(), True
            print(f"\r{self.what} {self.done:,}{self.of}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
