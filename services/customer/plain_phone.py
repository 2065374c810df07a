"""The usual spellings of Chinese and American telephones, read much faster than any number is.

A file of a hundred thousand customers has hardly anything else. What is a number is said by the
metadata of `phonenumbers`; whatever is not as plain as this, `phone.parse` reads in its own way.
"""

import re
from re import Pattern
from typing import Any

from phonenumbers import PhoneMetadata

from services.customer.events import Phone

MOBILE_WRITTEN = re.compile(r"(?:\+86[ -]?)?(1\d{2})[ -]?(\d{4})[ -]?(\d{4})", re.ASCII)
LANDLINE_WRITTEN = re.compile(
    r"(?:\+86[ -]?|0)([1-9]\d{1,2})[ -]?(\d{3,4})[ -]?(\d{4})", re.ASCII
)  # the trunk's 0, or a country code without it
AMERICAN_WRITTEN = re.compile(
    r"(?P<abroad>(?:\+1|001)[-. ]?)?(?:\((\d{3})\) ?|(\d{3})[-. ]?)(\d{3})[-. ]?(\d{4})"
    r"(?:x(?P<extension>\d{1,10}))?",
    re.ASCII,
)
AMERICA = "US"
CHINA = "CN"
ABROAD = "+86"
METADATA: Any = PhoneMetadata.metadata_for_region(CHINA)
MOBILE: Pattern[str] = re.compile(METADATA.mobile.national_number_pattern, re.ASCII)
NORTH_AMERICA: Any = PhoneMetadata.metadata_for_region(AMERICA)
AMERICAN: Pattern[str] = re.compile(NORTH_AMERICA.fixed_line.national_number_pattern, re.ASCII)
LANDLINE: Pattern[str] = re.compile(METADATA.fixed_line.national_number_pattern, re.ASCII)


def plain(written: str, region: str) -> Phone | None:
    """As `phone.parse` reads it, or None where that has to look closer."""
    if region == AMERICA and not written.startswith(ABROAD):
        return american(written)
    if region != CHINA and not written.startswith(ABROAD):
        return None
    national = digits(MOBILE_WRITTEN, MOBILE, written) or digits(
        LANDLINE_WRITTEN, LANDLINE, written
    )
    return Phone(written, ABROAD + national, None, True) if national else None


def digits(spelled: Pattern[str], valid: Pattern[str], written: str) -> str | None:
    found = spelled.fullmatch(written)
    national = "".join(found.groups()) if found else ""
    return national if valid.fullmatch(national) else None


def american(written: str) -> Phone | None:
    """As they stand in files from there: `917-584-0243x4606`, `(369) 329-6963`."""
    found = AMERICAN_WRITTEN.fullmatch(written)
    if found is None:
        return None
    national = "".join(filter(None, found.groups()[1:5]))
    if not AMERICAN.fullmatch(national):
        return None
    return Phone(written, f"+1{national}", found["extension"], True)
