"""How long to wait before trying again: longer each time, and never in step with others."""

import random


class Backoff:
    def __init__(self, first: float = 0.1, longest: float = 5.0) -> None:
        self.first = first
        self.longest = longest
        self._tries = 0

    def next(self) -> float:
        most = min(self.longest, self.first * 2.0 ** min(self._tries, 30))
        self._tries += 1
        return random.uniform(most / 2, most)

    def reset(self) -> None:
        self._tries = 0
