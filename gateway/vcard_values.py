"""What stands in the lines of a card: unescaped, on one line, and not longer than we keep it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from gateway.vcard_lines import Card, Line

MOST_WAYS = 20  # telephones, addresses and messengers, of each
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
PIECES = re.compile(r"((?:[^\\;]|\\.)*)(?:;|$)", re.DOTALL)
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def named(card: Card, name: str) -> Iterator[Line]:
    return (line for line in card if line.name == name)


def first(card: Card, name: str) -> str:
    return next(filter(None, (line_text(line) for line in named(card, name))), "")


def pieces(card: Card, name: str) -> list[str]:
    """Of the first line that says anything; a list within a piece is told with blanks."""
    return next((found for line in named(card, name) if any(found := split(line))), [])


def split(line: Line) -> list[str]:
    return [one_line(plain(piece)) for piece in PIECES.findall(line.value)]


def line_text(line: Line) -> str:
    return one_line(plain(line.value))


def plain(value: str) -> str:
    """Without escapes; a backslash before anything else stands for itself."""

    def meant(found: re.Match[str]) -> str:
        char = found[1]
        return "\n" if char in "nN" else char if char in ",;:\\" else found[0]

    return ESCAPED.sub(meant, value).replace("\r\n", "\n")


def one_line(text: str) -> str:
    """Nothing in it breaks a line or turns the text around."""
    return " ".join(UNSEEN.sub(" ", text).split())


def cut(text: str, longest: int, what: str, warnings: list[str]) -> str:
    if len(text) > longest:
        warnings.append(f"{what} is cut to {longest} characters")
    return text[:longest].strip()


def few(found: Iterable[Any], what: str, warnings: list[str]) -> list[Any]:
    """Each once, and not too many."""
    kept: list[Any] = []
    for one in found:
        if one and one not in kept:
            kept.append(one)
    if len(kept) > MOST_WAYS:
        warnings.append(f"of the {what} only the first {MOST_WAYS} are taken")
    return kept[:MOST_WAYS]
