"""Two hundred invented firms: what is entered about each of them, the same on every machine."""

from collections.abc import Mapping
from random import Random
from typing import Any

from cli.demo.words import (
    AREAS,
    BRANCHES,
    CITIES,
    DISTRICTS,
    FIRST,
    GIVEN,
    LANDMARKS,
    LAST,
    LEVELS,
    LOCALITIES,
    MARKS,
    ROADS,
    ROLES_EN,
    ROLES_ZH,
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
        "level": LEVELS[number % len(LEVELS)],
        "locality": LOCALITIES[number % len(LOCALITIES)],
        "addresses": [{"written": f"{city}市{DISTRICTS[city]}{road(number)}"}],
        "remark": f"联系人：{contact}",
        "region": "CN",
    }


def road(number: int) -> str:
    return f"{ROADS[number % len(ROADS)]}路{number + 1}号"


def contact(number: int, registration: Mapping[str, Any]) -> dict[str, str]:
    """The person that the remark names, with a post there."""
    name = registration["remark"].replace("：", ": ").partition(": ")[2]
    roles = ROLES_EN if is_english(number) else ROLES_ZH
    return {"name": name, "role": roles[number % len(roles)]}


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
        "level": LEVELS[number % len(LEVELS)],
        "remark": f"Contact: {contact}",
        "region": "US",
    }
