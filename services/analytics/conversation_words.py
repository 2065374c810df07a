"""What a conversation is found by: any part of what was said, written or promised in it.

Short grams of every character on: a note is long, and its index must not be many times as long.
"""

from collections.abc import Iterable
from typing import Any

from services.analytics.parameters import wrong
from services.analytics.search import AFTER_ALL, telling
from services.analytics.search_keys import words

REACH = 4
SEARCHED = 2_000  # characters of each text, from its beginning
LONGEST = 100

Condition = dict[str, Any]


def grams(texts: Iterable[str | None]) -> list[str]:
    """All entries of the index, each once."""
    found: dict[str, None] = {}
    for text in texts:
        for word in words((text or "")[:SEARCHED]):
            found.update((word[at : at + REACH], None) for at in range(len(word)))
    return list(found)


def searching(q: str) -> Condition:
    """Every word of `q` is part of something; {} when nothing is asked."""
    if len(q) > LONGEST:
        raise wrong("q", f"has at most {LONGEST} characters")
    conditions = [part(word) for word in telling(words(q))]
    return {"$and": conditions} if conditions else {}


def part(word: str) -> Condition:
    if len(word) < REACH:
        return {"grams": {"$elemMatch": {"$gte": word, "$lt": word + AFTER_ALL}}}
    return {"grams": {"$all": [word[at : at + REACH] for at in range(len(word) - REACH + 1)]}}
