"""Search in one box: any part of a name, a company, a phone number or an e-mail address.

Each word is indexed from every one of its characters on, eight characters far. So any part of a
word, Chinese or not and however short, is a range of one index; a longer one is several of them.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from services.analytics.parameters import wrong

REACH = 8
LONGEST = 100
WORDS = 8  # each is looked for in every row that the others leave
NOTHING: dict[str, Any] = {"_id": {"$in": []}}  # no row
NATIONAL = 6  # with more digits a leading 0 is that of an area code or of dialling abroad
AFTER_ALL = "\U0010ffff"  # sorts behind every character that a word may have
NO_DIGITS = re.compile("[^0-9]+")
PHONE = re.compile(r"[\d\s+()./#,x转-]*\d[\d\s+()./#,x转-]*")


def words(text: str | None) -> list[str]:
    """Full-width, case and control characters do not matter."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    if not folded.isprintable():
        folded = "".join(c if c.isprintable() else " " for c in folded)
    return folded.split()


def digits(text: str | None) -> str:
    return NO_DIGITS.sub("", unicodedata.normalize("NFKC", text or ""))


def grams(found: Iterable[str]) -> list[str]:
    """What is indexed for these words."""
    return sorted({word[at : at + REACH] for word in found for at in range(len(word))})


def searching(q: str) -> dict[str, Any]:
    """The condition that every word of `q` is part of some word; {} when nothing is asked."""
    if len(q) > LONGEST:
        raise wrong("q", f"has at most {LONGEST} characters")
    readings = [reading for reading in dict.fromkeys(read(q)) if all(reading) and reading]
    conditions = [{"$and": [part(word) for word in reading]} for reading in readings]
    if len(conditions) > 1:
        return {"$or": conditions}
    return conditions[0] if conditions else NOTHING if q.strip() else {}


def read(q: str) -> list[tuple[str, ...]]:
    """As words; but what looks like a phone number as one run of digits, however it is spaced."""
    spoken = telling(words(q))
    if not PHONE.fullmatch(" ".join(words(q))):
        return [spoken]
    number = digits(q)
    whole: list[tuple[str, ...]] = [(number,), (undialled(number),)]
    return whole if len(spoken) > 1 else [spoken, *whole]


def undialled(number: str) -> str:
    """Without the 0 of an area code or the 00 of dialling abroad; other zeros are its own."""
    if len(number) <= NATIONAL:
        return number
    return number[2:] if number.startswith("00") else number.removeprefix("0")


def telling(spoken: list[str]) -> tuple[str, ...]:
    """Each word once, and none that is part of another: it would be found with that one."""
    once = list(dict.fromkeys(spoken))
    told = [word for word in once if not any(word in other != word for other in once)]
    if len(told) > WORDS:
        raise wrong("q", f"has at most {WORDS} different words")
    return tuple(told)


def part(word: str) -> dict[str, Any]:
    if len(word) < REACH:
        return {"grams": {"$elemMatch": {"$gte": word, "$lt": word + AFTER_ALL}}}
    return {"grams": {"$all": [word[at : at + REACH] for at in range(len(word) - REACH + 1)]}}
