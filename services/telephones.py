"""How a telephone number is shown to who is going to dial it, and to who may not know it."""

from functools import cache

import phonenumbers
from phonenumbers import PhoneNumberFormat

from services.area_codes import cities

HOTLINE = (3, 6)  # 400 835 2114
MOBILE = (3, 7)  # 138 0013 8000


def shown(written: str, e164: str | None, extension: str | None, valid: bool) -> str:
    """`138 0013 8000`, `0571 8888 8888 转 8001`; as it was written when it is no number."""
    if not valid:
        return written
    main = national(e164) if e164 else hotline(written, extension)
    return f"{main} 转 {extension}" if extension else main


def national(e164: str) -> str:
    if not e164.startswith("+86"):
        return phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.INTERNATIONAL)
    number = e164.removeprefix("+86")
    if number.startswith("1") and len(number) == 11:
        return grouped(number, MOBILE)
    if number[:3] in ("400", "800"):
        return grouped(number, HOTLINE)
    return landline(f"0{number}")


def masked(written: str, e164: str | None) -> str:
    """`138****8000`, `0571******88`; of what is neither only the end."""
    if not e164:
        return covered("", "".join(char for char in written if char.isalnum()), 2)
    if not e164.startswith("+86"):
        return covered(e164[:2], e164[2:], 2)
    number = e164.removeprefix("+86")
    if number.startswith("1") and len(number) == 11:
        return covered(number[:3], number[3:], 4)
    return covered(area_of(f"0{number}"), f"0{number}".removeprefix(area_of(f"0{number}")), 2)


def covered(before: str, number: str, last: int) -> str:
    """Of a short number nothing is left."""
    end = number[-last:] if len(number) >= 2 * last else ""
    return before + "*" * (len(number) - len(end)) + end


def landline(number: str) -> str:
    area = area_of(number)
    local = number.removeprefix(area)
    return f"{area} {local[:-4]} {local[-4:]}"


def area_of(number: str) -> str:
    """The area code is known by its beginning: none is the beginning of another."""
    return next((number[:end] for end in (4, 3) if number[:end] in area_codes()), number[:4])


def hotline(written: str, extension: str | None) -> str:
    """Kept as it was typed: 400, 800 and 95 numbers have no international form."""
    digits = "".join(str(int(char)) for char in written if char.isdecimal())
    digits = digits.removesuffix(extension or "")
    starts = [digits.rfind(start) for start in ("400", "800") if len(digits) >= 10]
    found = [digits[at:] for at in starts if at >= 0 and len(digits) - at == 10]
    if found:
        return grouped(found[0], HOTLINE)
    return digits[digits.find("95") :] if "95" in digits else digits


def grouped(number: str, ends: tuple[int, int]) -> str:
    first, second = ends
    return f"{number[:first]} {number[first:second]} {number[second:]}"


@cache
def area_codes() -> frozenset[str]:
    return frozenset(cities().values())
