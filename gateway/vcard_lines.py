"""vCard 2.1, 3.0 and 4.0 as lines: unfolded, each decoded as it says, and put together to cards.

Old telephones write 2.1, quoted-printable in GBK; new ones 3.0 or 4.0 in UTF-8, folded amid a
character. So bytes are put together first, and become text line by line.
"""

import re
from binascii import a2b_qp
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gateway.vcard_encodings import decoded, in_eights
from kernel.refusal import Invalid

MOST_LINES = 500  # of a card
MOST_BREAKS = 400_000  # of a file: photographs are folded to lines of 75
LONGEST = 64 << 10  # bytes of a line; photographs are longer, and not kept
BREAK = re.compile(rb"\r\n|\n|\r")
HEAD = re.compile(rb'(?P<head>(?:[^":]|"[^"]*")*):(?P<value>.*)', re.DOTALL)
PARAM = re.compile(r';((?:[^";]|"[^"]*")*)')
NAME = re.compile(r"(?:[A-Za-z0-9-]+\.)?(?P<name>[A-Za-z0-9-]+)")
BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    value: str  # with its escapes
    types: frozenset[str] = frozenset()  # CELL, HOME, PREF
    params: Mapping[str, str] = field(default_factory=dict)


Card = list[Line]


def cards(content: bytes, most: int) -> list[Card]:
    """In the order of the file. Invalid for what is no vCard, and for more than so many."""
    require_few_lines(content)
    found: list[Card] = []
    inside, before = 0, ""  # how deep in cards we are, and the line before
    for line in lines(content):
        if line.name == "BEGIN" and is_card(line):
            inside = inside + 1 if before == "AGENT" else 1
            found += [[]] if inside == 1 else []
            require_few(found, most)
        elif line.name == "END" and is_card(line):
            inside = max(0, inside - 1)
        elif inside == 1 and len(found[-1]) < MOST_LINES:
            found[-1].append(line)
        before = line.name
    require_whole(found, inside)
    return found


def is_card(line: Line) -> bool:
    return line.value.strip().upper() == "VCARD"


def require_whole(found: list[Card], inside: int) -> None:
    if not found:
        raise unreadable("There is no vCard in it: one begins with BEGIN:VCARD.")
    if inside:
        raise unreadable("It breaks off: the last card has no END:VCARD. Send all of it.")


def require_few(found: list[Card], most: int) -> None:
    if len(found) > most:
        raise unreadable(f"Please send at most {most} cards at once.")


def require_few_lines(content: bytes) -> None:
    """Before they are taken apart, which takes time and room for each."""
    if content.count(b"\n") + content.count(b"\r") > MOST_BREAKS:
        raise unreadable("It has too many lines. Please send fewer cards, without photographs.")


def unreadable(message: str) -> Invalid:
    errors = [{"field": "file", "message": message}]
    return Invalid("invalid", f"The file cannot be taken. {message}", errors=errors)


def lines(content: bytes) -> Iterator[Line]:
    """Those that can be read; noise between them is passed over."""
    for raw in unfolded(in_eights(content)):
        if len(raw) <= LONGEST and (found := read(raw)) is not None:
            yield found


def unfolded(content: bytes) -> Iterator[bytes]:
    """A line goes on in one that begins with a blank; and behind `=`, where it is quoted."""
    whole: list[bytes] = [b""]
    quoted = False
    for raw in BREAK.split(content):
        if quoted and whole[-1].endswith(b"="):
            whole[-1] = whole[-1][:-1]
            whole.append(raw)
        elif raw[:1] in (b" ", b"\t"):
            whole.append(raw[1:])
        else:
            yield b"".join(whole)
            whole, quoted = [raw], is_quoted(raw.partition(b":")[0])
    yield b"".join(whole)


def is_quoted(head: bytes) -> bool:
    return b"QUOTED-PRINTABLE" in head.upper()


def read(raw: bytes) -> Line | None:
    """None for what is no line of a card, and for what is no text."""
    if not (parts := HEAD.fullmatch(raw)):
        return None
    head = parts["head"].decode("utf-8", "replace").strip()
    named = NAME.match(head)
    if not named or (name := named["name"].upper()) in BINARY:
        return None
    params, types = parameters(head[named.end() :])
    if params.get("ENCODING", "").upper() in ("B", "BASE64") or "BASE64" in types:
        return None
    value = a2b_qp(parts["value"]) if is_quoted(parts["head"]) else parts["value"]
    return Line(name, decoded(value, params.get("CHARSET", "")), types, params)


def parameters(tail: str) -> tuple[dict[str, str], frozenset[str]]:
    """By name; types also without one, as 2.1 writes them: TEL;CELL;VOICE."""
    params: dict[str, str] = {}
    types: list[str] = []
    for part in PARAM.findall(tail):
        name, said, value = part.strip().partition("=")
        if said and name.upper() != "TYPE":
            params[name.upper()] = value.strip('"')
        else:
            types += (value if said else name).strip('"').upper().split(",")
    return params, frozenset(filter(None, types))
