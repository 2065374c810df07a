"""Words for the person at the terminal; colour only where a terminal shows it."""

import os
import sys

GREEN, RED, YELLOW, BOLD = "32", "31", "33", "1"


def paint(text: str, colour: str) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{colour}m{text}\033[0m"


def say(text: str = "") -> None:
    print(text, flush=True)


def note(text: str) -> None:
    """For what a script that reads our output should not get to see."""
    print(text, file=sys.stderr, flush=True)
