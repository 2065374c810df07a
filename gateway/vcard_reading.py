"""Reading cards: of each what a contact or customer would be given, or why it cannot be."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gateway.vcard_lines import Card, cards
from gateway.vcard_values import UNSEEN, cut, few, first, line_text, named, pieces, plain, split
from kernel.visible import some_seen

Json = dict[str, Any]

LONGEST_NOTE = 10_000
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
EXTENSION = re.compile(r";ext=(\d{1,10})", re.IGNORECASE)
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")
NO_TELEPHONE = frozenset({"FAX", "PAGER", "MODEM", "TEXTPHONE"})
SERVICES = {
    "wechat": "wechat", "weixin": "wechat", "x-wechat": "wechat", "x-weixin": "wechat",
    "qq": "qq", "x-qq": "qq", "x-tencent-qq": "qq", "dingtalk": "dingtalk",
    "x-dingtalk": "dingtalk", "wecom": "wecom", "wxwork": "wecom", "x-wecom": "wecom",
}  # fmt: skip


def people(content: bytes, most: int) -> list[Json]:
    """Each card with its number, in the order of the file; Invalid for what is no vCard."""
    return [told(card, number) for number, card in enumerate(cards(content, most), 1)]


def told(card: Card, number: int) -> Json:
    name = called(card)
    known: Json = {"card": number, "name": name}
    if not name:
        return known | {"error": "it has no name: neither FN nor N, NICKNAME or ORG"}
    warnings: list[str] = []
    return known | {"given": given(card, name, warnings), "warnings": warnings}


def given(card: Card, name: str, warnings: list[str]) -> Json:
    """What it says, under the words that we have for it."""
    firm = pieces(card, "ORG")
    said = {
        "name": cut(name, 200, "the name", warnings),
        "company": cut(firm[0] if firm else "", 200, "the company", warnings),
        "department": cut(" ".join(firm[1:]), 100, "the department", warnings),
        "role": cut(first(card, "TITLE") or first(card, "ROLE"), 100, "the role", warnings),
        "birthday": birthday(card, warnings),
        "phones": few(telephones(card, warnings), "telephones", warnings),
        "emails": few(emails(card), "e-mail addresses", warnings),
        "messaging": few(messengers(card), "messengers", warnings),
        "addresses": [
            {"written": cut(one, 300, "an address", warnings)}
            for one in few(addresses(card), "addresses", warnings)[:10]
        ],
        "remark": cut(note(card), LONGEST_NOTE, "the note", warnings),
    }
    return {field: value for field, value in said.items() if value}


def called(card: Card) -> str:
    """As it is shown; or family and given name, in the order of the script."""
    family, own, more = [*pieces(card, "N"), "", "", ""][:3]
    together = [family, more, own] if HAN.search(family + own) else [own, more, family]
    made = ("" if HAN.search(family + own) else " ").join(filter(None, together))
    firm = [*pieces(card, "ORG"), ""][0]
    shown = first(card, "FN"), made, first(card, "NICKNAME"), firm
    return next((one for one in shown if some_seen(one)), "")


def telephones(card: Card, warnings: list[str]) -> Iterator[str]:
    for line in named(card, "TEL"):
        if line.types & NO_TELEPHONE and "CELL" not in line.types:
            warnings.append("a fax or pager number is left out")
        elif number := line_text(line).removeprefix("tel:").removeprefix("TEL:"):
            yield EXTENSION.sub(r" ext. \1", number).split(";")[0]


def emails(card: Card) -> Iterator[str]:
    return (line_text(line).removeprefix("mailto:") for line in named(card, "EMAIL"))


def messengers(card: Card) -> Iterator[Json]:
    """IMPP:wechat:id, IMPP;X-SERVICE-TYPE=QQ:x-apple:id, X-QQ:id; of those that we know."""
    for line in card:
        text = line_text(line)
        scheme, _, rest = text.partition(":") if line.name == "IMPP" else (line.name, "", text)
        service = line.params.get("X-SERVICE-TYPE", scheme).lower()
        if line.name == "IMPP" or line.name.startswith("X-"):
            kind = SERVICES.get(service)
            if kind and rest:
                yield {"kind": kind, "id": rest}


def addresses(card: Card) -> Iterator[str]:
    """In the order of the script: from the country to the door, or the other way round."""
    for line in named(card, "ADR"):
        box, extra, street, city, province, code, country = [*split(line), *[""] * 7][:7]
        if HAN.search(line.value):
            yield "".join([province, city, street, extra, box])
        else:
            yield ", ".join(filter(None, [box, extra, street, city, province, code, country]))


def birthday(card: Card, warnings: list[str]) -> str | None:
    """With its year: without one it is no day."""
    for line in named(card, "BDAY"):
        found = DAY.fullmatch(line_text(line))
        try:
            if found and "X-APPLE-OMIT-YEAR" not in line.params:
                return date(*map(int, found.groups())).isoformat()
        except ValueError:
            pass
        warnings.append("the birthday is left out: it is no day with its year")
    return None


def note(card: Card) -> str:
    return "\n".join(filter(None, (UNSEEN.sub(" ", plain(one.value)).strip()
                                   for one in named(card, "NOTE"))))  # fmt: skip
