"""Two hundred invented firms: what is entered about each of them, the same on every machine."""

from random import Random
from typing import Any

from cli.demo.words import (
    AREAS,
    BRANCHES,
    CITIES,
    FIRST,
    GIVEN,
    LANDMARKS,
    LAST,
    MARKS,
    SOURCES_EN,
    SOURCES_ZH,
    SURNAMES,
    TRADES,
)

FIRMS = 200
ENGLISH_EVERY = 4  # one firm of four has an English name


def firm(number: int, chance: Random) -> dict[str, Any]:
    """The body of a registration, without owner and pool."""
    return english(number, chance) if is_english(number) else chinese(number, chance)


def is_english(number: int) -> bool:
    return number % ENGLISH_EVERY == 3


def chinese(number: int, chance: Random) -> dict[str, Any]:
    """City, mark and trade are counted through, so that no two firms have one name."""
    city, city_latin, area = CITIES[number % len(CITIES)]
    mark, mark_latin = MARKS[(number // len(CITIES)) % len(MARKS)]
    trade, form, industry = TRADES[(number * 5 + number // len(MARKS)) % len(TRADES)]
    contact = chance.choice(SURNAMES) + chance.choice(GIVEN)
    phones = [f"{chance.choice((138, 139))} 0000 {number:04d}"]  # no subscriber has such a number
    if number % 3 == 0:
        phones.append(f"{area}-5555 {number:04d}转{8000 + number % 20}")
    return {
        "name": f"{city}{mark}{trade}",
        "company": f"{city}{mark}{trade}{form}",
        "phones": phones,
        "emails": [f"{city_latin}.{mark_latin}{number}@example.com"],
        "industry": industry,
        "source": chance.choice(SOURCES_ZH),
        "remark": f"联系人：{contact}",
        "region": "CN",
    }


def english(number: int, chance: Random) -> dict[str, Any]:
    turn = number // ENGLISH_EVERY
    landmark = LANDMARKS[turn % len(LANDMARKS)]
    branch, industry = BRANCHES[turn % len(BRANCHES)]
    name = f"{landmark} {branch}"
    contact = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return {
        "name": name,
        "company": f"{name} Inc",
        # 555-0100 to 555-0199 are reserved for stories
        "phones": [f"({AREAS[turn % len(AREAS)]}) 555-{100 + turn:04d}"],
        "emails": [f"{contact.lower().replace(' ', '.')}{number}@example.com"],
        "industry": industry,
        "source": chance.choice(SOURCES_EN),
        "remark": f"Contact: {contact}",
        "region": "US",
    }
