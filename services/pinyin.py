"""Chinese read aloud: a syllable for each character, without tones; ü is written v, as one types.

The readings are pypinyin's (MIT), read as data: of its 47,000 words only the few thousand count
that are read otherwise than their characters, and a process keeps no more than those.
"""

import re
import sys
import unicodedata
from collections.abc import Sequence
from functools import cache

from services import surnames
from services.simplified import data, simplified

LONGEST_WORD = 4
RARE = 0x20000  # characters beyond are in no font of a telephone
IN_NAMES = {"行": "hang", "长": "chang", "都": "du"}  # of firms and shops: 茶行, 长虹, 新都
QUOTED = re.compile(r'"([^"]+)"')


def syllables(text: str) -> list[str]:
    """One for each character; what is not Chinese stands for itself."""
    text = simplified(text)
    known, begin = singles(), beginnings()
    found: list[str] = []
    while len(found) < len(text):
        char = text[len(found)]
        found += word_at(text, len(found)) if char in begin else (known.get(char, char),)
    return found


def name_syllables(text: str) -> list[str]:
    """As a person's name: the surname has a reading of its own."""
    text = simplified(text)
    first = surname(text)
    return [*surname_reading(first), *syllables(text[len(first) :])] if first else syllables(text)


def surname(name: str) -> str:
    """Of a Chinese name of two to four characters; "" of anything else, such as a company's."""
    name = simplified(name)
    if not (2 <= len(name) <= 4 and chinese(name)):
        return ""
    return name[:2] if len(name) > 2 and name[:2] in surnames.COMPOUND else name[0]


def surname_reading(first: str) -> Sequence[str]:
    if first in surnames.COMPOUND:
        return surnames.COMPOUND[first].replace("ü", "v").split()
    return (surnames.READ.get(first) or singles().get(first, first),)


def chinese(text: str) -> bool:
    return all("\u3400" <= char <= "\u9fff" or char >= "\U00020000" for char in text)


def word_at(text: str, at: int) -> Sequence[str]:
    """How the longest word that begins here is read, or the one character."""
    known = words()
    for length in range(min(LONGEST_WORD, len(text) - at), 1, -1):
        if found := known.get(text[at : at + length]):
            return found
    return (singles().get(text[at], text[at]),)


@cache
def beginnings() -> frozenset[str]:
    """Most characters begin no word that they do not tell themselves."""
    return frozenset(word[0] for word in words())


@cache
def singles() -> dict[str, str]:
    text = data("pypinyin", "pypinyin/pinyin_dict.json").read_text(encoding="utf-8")
    found = re.findall(r'"(\d+)": ?"([^",]+)', text)
    return {chr(int(code)): toneless(read) for code, read in found if int(code) < RARE} | IN_NAMES


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Only those that their characters do not tell."""
    text = data("pypinyin", "pypinyin/phrases_dict.json").read_text(encoding="utf-8")
    entries = (entry.partition(":") for entry in text.split("]\n],\n"))
    known = ((QUOTED.findall(word), QUOTED.findall(read)) for word, _, read in entries)
    return {
        word[0]: spoken
        for word, read in known
        if len(word[0]) <= LONGEST_WORD
        and len(spoken := tuple(map(toneless, read))) == len(word[0])
        and any(singles().get(char) != one for char, one in zip(word[0], spoken, strict=True))
    }


@cache
def toneless(syllable: str) -> str:
    plain = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return sys.intern("".join(char for char in plain if char.isascii()))
