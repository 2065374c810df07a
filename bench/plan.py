"""What a run was asked for: how many rounds, how large, and where it may put things."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Size = TypeVar("Size")


@dataclass(frozen=True)
class Plan:
    rounds: int
    quick: bool
    folder: Path  # of everything it starts
    profiles: Path  # where the tables of hot paths go

    def size(self, whole: Size, quick: Size) -> Size:
        return quick if self.quick else whole

    def repeat(self, what: str, measure: Callable[[], Size]) -> list[Size]:
        """Each round's result, saying how far it is."""
        found = []
        for number in range(1, self.rounds + 1):
            say(f"{what}, round {number} of {self.rounds}")
            found.append(measure())
        return found


def say(what: str) -> None:
    print(f"  measuring: {what} …", file=sys.stderr, flush=True)
