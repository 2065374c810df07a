"""Search in one box: any part of a name, a number or an address, and what is most useful first.

Every word of what is asked must be part of some text of the customer: a range of one index each.
The most useful is that which is called exactly so or has exactly this number; then what begins
with it; then any part. Of each kind one's own customers come first, the last touched of them first.
"""

import re
from typing import Any

from services.analytics.parameters import wrong
from services.analytics.search_keys import END, FURTHER, HEAD, REACH, digits, words

LONGEST = 100
WORDS = 8  # each is looked for in every row that the others leave
NATIONAL = 6  # with more digits a leading 0 is that of an area code or of dialling abroad
AFTER_ALL = "\U0010ffff"  # sorts behind every character that a word may have
PHONE = re.compile(r"[\d\s+()./#,x转-]*\d[\d\s+()./#,x转-]*")
Condition = dict[str, Any]
NOTHING: Condition = {"_id": {"$in": []}}  # no row


def searching(q: str) -> Condition:
    """The condition that every word of `q` is part of some word; {} when nothing is asked."""
    if len(q) > LONGEST:
        raise wrong("q", f"has at most {LONGEST} characters")
    conditions = [{"$and": [part(word) for word in reading]} for reading in readings(q)]
    return either(conditions) if conditions else NOTHING if q.strip() else {}


def classes(q: str) -> list[Condition]:
    """The same customers in three classes that have none in common, the most useful first."""
    every = searching(q)
    wholes = list(dict.fromkeys("".join(reading) for reading in readings(q)))
    if not wholes:
        return [every]
    exact = either([{"grams": f"{HEAD}{whole}{END}"} for whole in wholes])
    begins = either([between(HEAD + whole[:FURTHER]) for whole in wholes])
    return [exact, {"$and": [begins, none_of(exact)]}, {"$and": [every, none_of(begins)]}]


def readings(q: str) -> list[tuple[str, ...]]:
    """The ways in which it may be meant, each of them words that must all be found."""
    return [reading for reading in dict.fromkeys(read(q)) if reading and all(reading)]


def read(q: str) -> list[tuple[str, ...]]:
    """As words; but what looks like a phone number as one run of digits, however it is spaced."""
    spoken = telling(words(q))
    if not PHONE.fullmatch(" ".join(words(q))):
        typed = tuple(word.replace("ü", "v") for word in spoken)  # lü is lv in pinyin
        return [spoken, typed]
    whole: list[tuple[str, ...]] = [(number,) for number in dialled(digits(q))]
    return whole if len(spoken) > 1 else [spoken, *whole]


def dialled(number: str) -> list[str]:
    """Also without the 00 of dialling abroad, China's 86 and a 0 before a mobile number."""
    if len(number) <= NATIONAL:
        return [number]
    abroad = number.removeprefix("00")
    return [number, abroad.removeprefix("86"), abroad.removeprefix("0")]


def telling(spoken: list[str]) -> tuple[str, ...]:
    """Each word once, and none that is part of another: it would be found with that one."""
    once = list(dict.fromkeys(spoken))
    told = [word for word in once if not any(word in other != word for other in once)]
    if len(told) > WORDS:
        raise wrong("q", f"has at most {WORDS} different words")
    return tuple(told)


def part(word: str) -> Condition:
    """Short enough to be one entry's beginning; or several entries; or a longer one's beginning."""
    if len(word) < REACH:
        return between(word)
    windows = {"grams": {"$all": [word[at : at + REACH] for at in range(len(word) - REACH + 1)]}}
    return either([windows, between(word[:FURTHER])]) if word.isascii() else windows


def between(beginning: str) -> Condition:
    return {"grams": {"$elemMatch": {"$gte": beginning, "$lt": beginning + AFTER_ALL}}}


def either(conditions: list[Condition]) -> Condition:
    return {"$or": conditions} if len(conditions) > 1 else conditions[0]


def none_of(condition: Condition) -> Condition:
    return {"$nor": [condition]}
