"""Search in one box: any part of a name, a number or an address, and what is most useful first.

Every word of what is asked must be part of some text of the customer: a range of one index each.
The most useful is that which is called exactly so or has exactly this number; then what begins
with it; then any part. Of each kind one's own customers come first, the last touched of them first.

What is masked for somebody they find by the whole of it, as the duplicate check tells them too, and
by no part: else digit after digit could be asked for.
"""

import re
from collections.abc import Mapping
from typing import Any

from services.analytics.parameters import wrong
from services.analytics.search_keys import (
    ACCOUNT,
    END,
    FURTHER,
    HEAD,
    NUMBER,
    REACH,
    digits,
    words,
)

LONGEST = 100
WORDS = 8  # each is looked for in every row that the others leave
NATIONAL = 6  # with more digits a leading 0 is that of an area code or of dialling abroad
AFTER_ALL = "\U0010ffff"  # sorts behind every character that a word may have
PHONE = re.compile(r"[\d\s+()./#,x转-]*\d[\d\s+()./#,x转-]*")
Condition = dict[str, Any]
Parts = Mapping[
    str, Condition
]  # by mark, the rows that are found by parts of what stands behind it
OF_ALL: Parts = {NUMBER: {}, ACCOUNT: {}}
PLAIN = ""  # no mark: what everybody may know
NOTHING: Condition = {"_id": {"$in": []}}  # no row


def searching(q: str, parts: Parts = OF_ALL) -> Condition:
    """The condition that every word of `q` is part of some word, or that a name or number begins
    with it, however that is spaced: 711 finds 7 11. {} when nothing is asked.
    """
    every = anywhere(q, parts)
    return either([every, *starting(q, parts)]) if every else every


def anywhere(q: str, parts: Parts) -> Condition:
    """Every word of it is part of some word."""
    if len(q) > LONGEST:
        raise wrong("q", f"has at most {LONGEST} characters")
    conditions = [{"$and": [part(word, parts) for word in reading]} for reading in readings(q)]
    return either(conditions) if conditions else NOTHING if q.strip() else {}


def starting(q: str, parts: Parts) -> list[Condition]:
    return [begin for one in said(q) for begin in beginnings(one, parts)]


def said(q: str) -> list[str]:
    """Without the blanks, in each way that it may be meant."""
    return list(dict.fromkeys("".join(reading) for reading in readings(q)))


def classes(q: str, parts: Parts = OF_ALL) -> list[Condition]:
    """The same customers in three classes that have none in common, the most useful first."""
    every, meant = anywhere(q, parts), said(q)
    if not meant:
        return [every]
    exact = whole(*meant)
    begins = either(starting(q, parts))
    return [exact, {"$and": [begins, none_of(exact)]}, {"$and": [every, none_of(begins, exact)]}]


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


def part(word: str, parts: Parts) -> Condition:
    """Of what is masked the whole by anybody, a part by who sees it."""
    ways = [piece(word, PLAIN)]
    for mark in marks(word):
        ways.append(within(parts[mark], piece(word, mark)))
        if parts[mark]:
            ways.append({"grams": entire(mark, word)})
    return either(ways)


def marks(word: str) -> list[str]:
    """Where it may stand: not every word is looked for everywhere."""
    if not word.isascii():
        return []
    return [NUMBER, ACCOUNT] if word.isdecimal() else [ACCOUNT]


def piece(word: str, mark: str) -> Condition:
    """Short enough to be one entry's beginning; or several entries; or a longer one's beginning."""
    begins = between(mark + word[:FURTHER])
    if len(word) < REACH or mark == ACCOUNT:
        return begins
    starts = range(len(word) - REACH + 1)
    windows = {"grams": {"$all": [mark + word[at : at + REACH] for at in starts]}}
    return either([windows, begins]) if word.isascii() and mark == PLAIN else windows


def whole(*said: str) -> Condition:
    """That somebody is called, or is reached, by exactly this."""
    exact = [entire(mark, one) for one in said for mark in (PLAIN, *marks(one))]
    return {"grams": {"$in": exact}}


def beginnings(one: str, parts: Parts) -> list[Condition]:
    marked = [within(parts[mark], between(mark + HEAD + one[:FURTHER])) for mark in marks(one)]
    return [between(HEAD + one[:FURTHER]), *marked]


def entire(mark: str, one: str) -> str:
    return f"{mark}{HEAD}{one}{END}"


def within(rows: Condition, condition: Condition) -> Condition:
    return {"$and": [condition, rows]} if rows else condition


def between(beginning: str) -> Condition:
    return {"grams": {"$elemMatch": {"$gte": beginning, "$lt": beginning + AFTER_ALL}}}


def either(conditions: list[Condition]) -> Condition:
    return {"$or": conditions} if len(conditions) > 1 else conditions[0]


def none_of(*conditions: Condition) -> Condition:
    return {"$nor": list(conditions)}
