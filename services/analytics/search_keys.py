"""What the one box finds a customer by: all that it is called, in characters and in pinyin, and
how it and its contacts are reached.

Texts of which any part may be asked for are indexed from every character on, `REACH` characters
far. What is asked for from a beginning on (pinyin by the syllable, an e-mail address by its words)
is indexed from there only, and further. What somebody is called, and the whole number of a
telephone, are indexed a second time behind HEAD: by that exact matches and beginnings come first.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from services import area_codes, pinyin
from services.simplified import simplified

REACH = 8
FURTHER = 24  # characters of what is looked for from its beginning
HEAD, END = "\x02", "\x03"  # around the whole of a name or number; nobody can type them
NUMBER, ACCOUNT = "\x04", "\x05"  # before what may be masked: not everybody finds by parts of it
SPELLED = 12  # syllables of a name that are spelled out
ADDRESS = 24  # characters of an address, without province and city
ORGANISATION = 8  # where its number begins within a credit code
NO_DIGITS = re.compile("[^0-9]+")
BREAKS = re.compile(r"[^0-9a-z]+")
FORM = re.compile(r"(?:集团)?(?:股份)?(?:有限责任公司|有限公司|股份公司|公司)$")
Source = Mapping[str, Any]  # a row of the directory


def keys(row: Source) -> list[str]:
    """All entries of the index for this customer and its contacts, each once."""
    people = row.get("contacts", ())
    owner = (row.get("shop") or {}).get("owner_name")
    found: list[str] = []
    for firm in ("company", "short_name", "sign"):
        found += title_keys(row.get(firm), False)
    for person in (row.get("name"), owner, *(one.get("name") for one in people)):
        found += title_keys(person, True)
    for reached in (row, *people):
        found += reach_keys(reached)
    for address in row.get("addresses", ()):
        found += address_keys(address)
    for code in ("credit_code", "licence_number"):
        found += code_keys(row.get(code))
    return list(dict.fromkeys(found))


def words(text: str | None) -> list[str]:
    """Full-width, case, control characters and traditional characters do not matter."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    if not folded.isprintable():
        folded = "".join(c if c.isprintable() else " " for c in folded)
    return simplified(folded).split()


def digits(text: str | None) -> str:
    return NO_DIGITS.sub("", unicodedata.normalize("NFKC", text or ""))


def grams(found: Iterable[str]) -> list[str]:
    """What is indexed for these words, to be found by any part."""
    return [word[at : at + REACH] for word in found for at in range(len(word))]


def head(whole: str) -> str:
    return f"{HEAD}{whole[:FURTHER]}{END}" if len(whole) <= FURTHER else HEAD + whole[:FURTHER]


@lru_cache(20_000)
def title_keys(text: str | None, person: bool) -> tuple[str, ...]:
    """Of a name: any part, pinyin from every syllable on, initials; and the whole of each."""
    said = words(text)
    if not said:
        return ()
    joined = "".join(said)
    return (*grams(said), head(joined), *spelled(joined, person))


def spelled(joined: str, person: bool) -> list[str]:
    """Nothing for a name without Chinese characters."""
    name = (FORM.sub("", joined) or joined)[:SPELLED]
    if name.isascii():
        return []
    syllables = pinyin.name_syllables(name) if person else pinyin.syllables(name)
    if len(spoken := "".join(syllables)) == len(name):
        return []
    initials = "".join([syllable[0] for syllable in syllables])
    found = [head(spoken), head(initials)]
    found += [initials[at:] for at in starts(name, person)]
    for syllable in syllables:
        found.append(spoken[:FURTHER])
        spoken = spoken[len(syllable) :]
    return found


def starts(name: str, person: bool) -> Iterable[int]:
    """From where somebody begins with initials: any character of a person, a firm, or its brand."""
    return range(len(name)) if person else {0, area_codes.place_around(name)[0]}


def reach_keys(reached: Source) -> list[str]:
    phones = reached.get("phones", ())
    entries = [
        *grams(map(national, phones)),
        *(head(whole) for one in phones for whole in wholes(one)),
    ]
    found = [NUMBER + entry for entry in entries]
    for address in (*reached.get("emails", ()), *(id["id"] for id in reached.get("messaging", ()))):
        found += [ACCOUNT + entry for entry in address_starts(" ".join(words(address)))]
    return found


def wholes(phone: Source) -> list[str]:
    """What counts as all of a number: with its extension or without, and as it was typed."""
    e164 = phone.get("e164")
    said = (national(phone), domestic(e164) if e164 else "", digits(phone["written"]))
    return [one for one in dict.fromkeys(said) if one]


def national(phone: Source) -> str:
    """As it is dialled within China, with its extension: 057188888888 8001 in one."""
    e164, extension = phone.get("e164"), phone.get("extension") or ""
    return domestic(e164) + extension if e164 else digits(phone["written"])


def domestic(e164: str) -> str:
    """Landlines with the 0 of their area code; mobiles, hotlines and foreign ones have none."""
    number = e164.removeprefix("+86")
    if number == e164:
        return e164.removeprefix("+")
    return number if number.startswith(("1", "400", "800")) else f"0{number}"


def address_starts(address: str) -> list[str]:
    """From each of its words on, and the whole of it."""
    begins = {0, *(found.end() for found in BREAKS.finditer(address))}
    found = [address[at : at + FURTHER] for at in sorted(begins) if at < len(address)]
    return [head(address), *found]


def code_keys(code: str | None) -> list[str]:
    """From its beginning, or from that of the organisation's own number within it."""
    plain = (code or "").casefold()
    return [head(plain), plain, plain[ORGANISATION:]] if code else []


def address_keys(address: Source) -> list[str]:
    """Any part of the street; a province or a city is a filter, and a house number is no part."""
    parts = [address.get(name) for name in ("district", "street", "detail")]
    local = "".join(part for part in parts if part) or address.get("written") or ""
    words_of_it = (word[:ADDRESS] for word in words(local))
    return [
        word[at : at + REACH]
        for word in words_of_it
        for at, char in enumerate(word)
        if not char.isdecimal() or at == 0
    ]
