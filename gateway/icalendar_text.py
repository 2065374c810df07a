"""iCalendar (RFC 5545) as text: lines that are escaped, folded and ended as it wants them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONGEST = 75  # bytes of a line
Lines = Iterator[str]


def escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def quoted(text: str) -> str:
    """The value of a parameter, which knows no escape."""
    return '"' + text.replace('"', "'") + '"'


def folded(line: str) -> str:
    """No character is cut in two."""
    if len(line.encode()) <= LONGEST:
        return line
    pieces, piece, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > LONGEST - 1:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + char, size + width
    return "\r\n ".join([*pieces, piece])


def written(lines: Iterable[str]) -> bytes:
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def moment(name: str, at: datetime, zone: str, all_day: bool) -> str:
    here = at.astimezone(ZoneInfo(zone))
    if all_day:
        return f"{name};VALUE=DATE:{here:%Y%m%d}"
    if zone == "UTC":
        return f"{name}:{utc(at)}"
    return f"{name};TZID={zone}:{here:%Y%m%dT%H%M%S}"


def offset(seconds: float) -> str:
    sign, minutes = "-" if seconds < 0 else "+", int(abs(seconds)) // 60
    return f"{sign}{minutes // 60:02}{minutes % 60:02}"
