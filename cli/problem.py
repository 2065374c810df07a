"""One thing that an operator should know, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    what: str
    do: str
    wrong: bool = True  # False: worth knowing, and nothing is broken
