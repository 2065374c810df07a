"""A fault: how it begins, how long it lasts, and on which shape of the system it makes sense."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.chaos.shapes import USUAL
from tests.chaos.stack import Stack

Heal = Callable[[], None]
Begin = Callable[[Stack, Random], Heal]
RECOVERY_SECONDS = 10.0


@dataclass(frozen=True)
class Fault:
    name: str
    begin: Begin
    lasts: tuple[float, float] = (0.0, 0.0)  # seconds between beginning and healing
    shape: str = USUAL
    short: bool = True  # quick enough for every test run
    wipes: bool = False  # the broker forgets what was published
    skews: bool = False  # clocks are wrong while it lasts
    recovers: float = RECOVERY_SECONDS  # seconds in which everything works again, without any help
    needs: Callable[[], str] = lambda: ""  # why it cannot be done here


def nothing() -> None:
    """It heals by itself."""
