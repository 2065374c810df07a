"""Addresses: split as they are written in China, by division, with coordinates of either datum."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kernel.form import Form
from services.customer import coordinates, divisions
from services.customer.divisions import Division
from services.customer.events import Address

MOST = 10
LONGEST = 300
UNITS = ("province", "city", "district")
PARTS = (*UNITS, "street", "detail")
NAMED = ("written", *PARTS)
POINT = ("latitude", "longitude", "datum")
KNOWN = frozenset({*NAMED, "division", "postcode", *POINT})
GIVEN_BACK = frozenset({"given_latitude", "given_longitude"})  # what a read shows besides
POSTCODE = re.compile(r"[0-9]{6}")
POSTED = r"(?:邮编|邮政编码)?\s*:?\s*(?P<code>(?<![0-9])[0-9]{6}(?![0-9]))"
BEFORE = re.compile(rf"^{POSTED}(?:\s+|[,、])")
BEHIND = re.compile(rf"(?:\s+|[,、(]|(?=邮)){POSTED}\)?$")
COUNTRY = re.compile("(?:中华人民共和国|中国)")
BETWEEN = " ,、/|·-"
STREET = re.compile(r"[^\d路号弄巷,]{1,10}?(?:街道|镇(?![镇江海])|乡(?!镇)|苏木)")


@dataclass(frozen=True)
class Split:
    division: Division | None
    street: str | None
    detail: str | None
    postcode: str | None


def read(form: Form, field: str, given: Any) -> Address | None:
    """None when it is wrong; what is wrong is noted in the form."""
    if not isinstance(given, Mapping):
        form.wrong(field, 'must be an object as {"written": "浙江省杭州市西湖区龙井路1号"}')
        return None
    before = len(form.errors)
    for name in sorted(given.keys() - KNOWN - GIVEN_BACK):
        form.wrong(f"{field}.{name[:100]}", "is no part of an address")
    said = {name: form.maybe_text(f"{field}.{name}", given.get(name), LONGEST) for name in NAMED}
    if not any(said.values()) and len(form.errors) == before:
        form.wrong(field, "must be written out, or have a province, a city or a detail")
    stated = division(form, f"{field}.division", given.get("division"))
    found = composed(said, stated)
    found = replace(found, postcode=postcode(form, field, given.get("postcode")) or found.postcode)
    placed = coordinates.read(form, field, [given.get(name) for name in POINT])
    return replace(found, **placed) if len(form.errors) == before else None


def composed(said: Mapping[str, str | None], stated: Division | None) -> Address:
    """What was said part by part counts for more than what the free text is split into."""
    written = said["written"] or "".join(said[name] or "" for name in PARTS)
    parts = split(written, stated)
    where = stated or spoken(said) or parts.division
    units = named(where) if stated else said_first(said, named(where))
    return Address(
        written=written,
        province=units["province"],
        city=units["city"],
        district=units["district"],
        street=said["street"] or parts.street,
        detail=said["detail"] or parts.detail,
        division=where.code if where else None,
        postcode=parts.postcode,
    )


def named(where: Division | None) -> dict[str, str | None]:
    return {unit: getattr(where, unit, None) for unit in UNITS}


def said_first(
    said: Mapping[str, str | None], known: Mapping[str, str | None]
) -> dict[str, str | None]:
    return {unit: said[unit] or known[unit] for unit in UNITS}


def spoken(said: Mapping[str, str | None]) -> Division | None:
    """The division that province, city and district name, when these are given one by one."""
    text = "".join(said[name] or "" for name in UNITS)
    return split(text).division if text else None


def split(written: str, within: Division | None = None) -> Split:
    """From the largest unit to the smallest; what no table knows stays in the detail."""
    text = unicodedata.normalize("NFKC", written).strip()
    text, code = without_postcode(text)
    text = COUNTRY.sub("", text, count=1) if COUNTRY.match(text) else text
    division, rest = located(text, within)
    street = STREET.match(rest)
    left = rest[street.end() :] if street else rest
    return Split(division, street and street[0], left.strip(BETWEEN) or None, code)


def located(text: str, within: Division | None) -> tuple[Division | None, str]:
    """A municipality may stand there twice, as province and as city: 北京市北京市朝阳区."""
    here, rest = None, text.strip(BETWEEN)
    while found := divisions.beginning(rest, here):
        here, length = found
        rest = rest[length:].lstrip(BETWEEN)
        if here.province in divisions.MUNICIPALITIES and not here.district:
            rest = rest.removeprefix(here.province).removeprefix("市辖区").lstrip(BETWEEN)
    if here is None and within is not None and (found := divisions.beginning(rest, within)):
        here, rest = found[0], rest[found[1] :].lstrip(BETWEEN)
    return here, rest


def without_postcode(text: str) -> tuple[str, str | None]:
    """Six digits by themselves, before or behind; those in the middle may be a house."""
    for pattern in (BEFORE, BEHIND):
        if found := pattern.search(text):
            return (text[: found.start()] + text[found.end() :]).strip(), found["code"]
    return text, None


def division(form: Form, field: str, given: Any) -> Division | None:
    if given in (None, ""):
        return None
    known = divisions.by_code(given) if isinstance(given, str) else None
    if known is None:
        form.wrong(field, "must be a code of GB/T 2260 with six digits, as 330106")
    return known


def postcode(form: Form, field: str, given: Any) -> str | None:
    if given in (None, ""):
        return None
    if not isinstance(given, str) or not POSTCODE.fullmatch(given):
        form.wrong(f"{field}.postcode", "must have six digits")
    return str(given)
