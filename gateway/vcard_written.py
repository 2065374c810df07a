"""A customer and the people there as vCards: 4.0 as RFC 6350 has it, or 3.0 for older programs.

What is masked for who asks is left out: half a number is no number.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from gateway.icalendar_text import Lines, escaped, written

Json = Mapping[str, Any]

VERSIONS = ("4.0", "3.0")
MEDIA_TYPE = "text/vcard; charset=utf-8"
WAYS = ("phones", "emails", "messaging")
PRODID = "-//Guanxi//Contacts//EN"
MOBILES = "+861"


def vcards(shown: Json) -> bytes:
    """The firm first, then the people there; `vcard` says in which version."""
    firm = shown["company"] or shown["name"]
    lines = [*of_firm(shown, firm)]
    for one in shown["contacts"]:
        lines += of_person(open_part(one, shown["masked_fields"]), firm, shown["vcard"])
    return written(lines)


def open_part(told: Json, masked: Iterable[str]) -> Json:
    return {**told, **{way: [] for way in WAYS if way in masked}}


def of_firm(shown: Json, firm: str) -> Lines:
    told, version = open_part(shown, shown["masked_fields"]), shown["vcard"]
    yield from opening(shown["id"], version)
    yield "KIND:org" if version == "4.0" else "X-ABShowAs:COMPANY"
    yield f"FN:{escaped(firm)}"
    yield f"N:{escaped(firm)};;;;"
    yield f"ORG:{escaped(firm)}"
    if shown["name"] != firm:
        yield f"NICKNAME:{escaped(shown['name'])}"
    yield from reached(told, version)
    for one in told["addresses"]:
        yield f"ADR;TYPE=work:{';'.join(map(escaped, address(one)))}"
    yield "END:VCARD"


def of_person(told: Json, firm: str, version: str) -> Lines:
    name, family = told["name"], told["surname"] or ""
    yield from opening(told["id"], version)
    yield f"FN:{escaped(name)}"
    yield f"N:{escaped(family)};{escaped(name.removeprefix(family).strip())};;;"
    yield ";".join((f"ORG:{escaped(firm)}", *map(escaped, filter(None, [told["department"]]))))
    if told["role"]:
        yield f"TITLE:{escaped(told['role'])}"
    if told["birthday"]:
        day = told["birthday"]
        yield f"BDAY:{day.replace('-', '') if version == '4.0' else day}"
    yield from reached(told, version)
    if told["remark"]:
        yield f"NOTE:{escaped(told['remark'])}"
    yield "END:VCARD"


def opening(id: str, version: str) -> Lines:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"PRODID:{PRODID}"
    yield f"UID{';VALUE=text' if version == '4.0' else ''}:{id}"


def reached(told: Json, version: str) -> Lines:
    for phone in told["phones"]:
        yield telephone(phone, version)
    for address in told["emails"]:
        yield f"EMAIL;TYPE=work:{escaped(address)}"
    for one in told["messaging"]:
        yield f"IMPP:{one['kind']}:{escaped(one['id'])}"


def telephone(phone: Json, version: str) -> str:
    number, extension = phone["e164"], phone["extension"]
    kind = "cell" if (number or "").startswith(MOBILES) and not extension else "work"
    if number and version == "4.0":
        ending = f";ext={extension}" if extension else ""
        return f"TEL;VALUE=uri;TYPE={kind}:tel:{number}{ending}"
    spoken = f"{number} ext. {extension}" if number and extension else number or phone["written"]
    return f"TEL;TYPE={kind}:{escaped(spoken)}"


def address(one: Json) -> list[str]:
    """Box, extension, street, city, province, postcode, country; whole, where it is not split."""
    street = f"{one['district'] or ''}{one['street'] or ''}{one['detail'] or ''}"
    if not (one["city"] or one["province"]):
        street = one["written"]
    return ["", "", street, one["city"] or "", one["province"] or "", one["postcode"] or "", ""]
