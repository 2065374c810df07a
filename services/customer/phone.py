"""Telephone numbers as they are typed, in China and elsewhere, and how two of them are compared."""

import re
import unicodedata
from collections.abc import Iterator

import phonenumbers

from services.customer import plain_phone
from services.customer.events import Phone

REGIONS = frozenset(phonenumbers.SUPPORTED_REGIONS)
HOTLINE = re.compile(r"(?:400|800)\d{7}|95\d{3,6}", re.ASCII)  # rung from within China only
# What stands before one. Written in one with it, 86 and 0 are told from the digits of 95588 by
# nothing: 8695588 is a telephone of some town.
BEFORE_HOTLINE = re.compile(
    r"(?P<abroad>\+-?86-?)?(?:86(?:-|(?=0?-?[48]00)))?(?:0(?:-|(?=[48]00)))?"
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー~", "-"))
FEWEST_DIGITS = 3
CHINESE = "+86"
MOBILES = "+861"  # no hotline begins so
WORDED = re.compile(
    r"(?P<main>.*\d\D*?)(?:转|轉|分机|分機|ext|x|#)\D{0,8}(?P<extension>\d{1,10})\D*",
    re.IGNORECASE | re.DOTALL,
)
LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)  # rung from within its city
NO_DIGITS = re.compile(r"\D+")
DASHED = re.compile(r"(?P<main>.*\d)\s*-\s*(?P<extension>\d{1,6})")  # 0571-88888888-8001


def parse(written: str, region: str, area: str | None = None) -> Phone:
    """The number, `valid` or not; ValueError when it has nothing that could be compared.

    A Chinese landline without area code is one of the city with this one: see `area_codes`.
    """
    return plain_phone.plain(written, region) or thorough(written, region, area)


def thorough(written: str, region: str, area: str | None = None) -> Phone:
    plain = normal(written)
    if len(digits(plain)) < FEWEST_DIGITS:
        raise ValueError("must be a telephone number")
    found = (
        recognise(written, full(main, region, area), ext, region) for main, ext in readings(plain)
    )
    _, extension = next(readings(plain))
    return next((phone for phone in found if phone), Phone(written, None, extension, False))


def identity(phone: Phone) -> str:
    """Equal for what is the same telephone, however it is spelled; an extension is one by itself.

    A switchboard tells extension 08001 from 8001, so the zeros before one count. What is no valid
    number is compared by its digits.
    """
    if phone.e164 and not hotline_like(phone.e164, phone.extension):
        return f"{phone.e164};ext={phone.extension}" if phone.extension else phone.e164
    return key(phone)


def hotline_like(e164: str, extension: str | None) -> bool:
    return e164.startswith(CHINESE) and (not e164.startswith(MOBILES) or bool(extension))


def key(phone: Phone) -> str:
    ending = f";ext={phone.extension}" if phone.extension else ""
    spellings = (
        [phone.e164] if phone.e164 else [main for main, _ in readings(normal(phone.written))]
    )
    hotlines = (hotline(main, "CN") for main in spellings if phone.valid)
    if called := next(filter(None, hotlines), None):
        return f"cn:{called}{ending}"
    main = digits(normal(phone.written)).removesuffix(phone.extension or "")
    return (phone.e164 or main) + ending


def full(main: str, region: str, area: str | None) -> str:
    """With the area code that a local number lacks."""
    local = LOCAL.fullmatch(re.sub(r"[\s-]", "", main)) if area and region == "CN" else None
    return f"{area}{local[0]}" if local and not hotline(main, region) else main


def normal(written: str) -> str:
    """Full-width digits, dashes of any length, and 00 for the + before a country code."""
    plain = unicodedata.normalize("NFKC", written).translate(DASHES).strip()
    return re.sub(r"^00(?=[1-9])", "+", plain)


def readings(plain: str) -> Iterator[tuple[str, str | None]]:
    """What may be the number and what its extension, the likeliest first."""
    if worded := WORDED.fullmatch(plain):
        yield worded["main"], worded["extension"]
        return
    yield plain, None
    if dashed := DASHED.fullmatch(plain):
        yield dashed["main"], dashed["extension"]


def recognise(written: str, main: str, extension: str | None, region: str) -> Phone | None:
    if hotline(main, region):
        return Phone(written, None, extension, True)
    try:
        number = phonenumbers.parse(main, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(written, e164, extension or number.extension, True)


def hotline(main: str, region: str) -> str | None:
    """400, 800 and 95 numbers are kept as national numbers: this one's, if it is one."""
    spelled = re.sub(r"[^\d+]+", "-", main).strip("-")
    before = BEFORE_HOTLINE.match(spelled)
    if before is None or not (before["abroad"] or region == "CN"):
        return None
    number = spelled[before.end() :].replace("-", "")
    return number if HOTLINE.fullmatch(number) else None


def digits(text: str) -> str:
    return NO_DIGITS.sub("", text)
