"""How long to wait before another try: longer each time, and never in step with others."""

import random
import time
from collections.abc import Callable

LONGEST = 30.0  # seconds


class Patience:
    def __init__(self, first: float, rest: Callable[[float], None] = time.sleep) -> None:
        self.first = first
        self.rest = rest
        self.tries = 0

    def wait(self) -> None:
        """Half of the time for certain, the rest by chance: a thousand do not come back at once."""
        most = min(LONGEST, self.first * 2.0 ** min(self.tries, 30))
        self.tries += 1
        self.rest(random.uniform(most / 2, most))

    def reset(self) -> None:
        self.tries = 0
