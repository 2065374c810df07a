"""The usual spellings of Chinese telephones, read a hundred times as fast as any number is.

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
CHINA = "CN"
ABROAD = "+86"
METADATA: Any = PhoneMetadata.metadata_for_region(CHINA)
MOBILE: Pattern[str] = re.compile(METADATA.mobile.national_number_pattern, re.ASCII)
LANDLINE: Pattern[str] = re.compile(METADATA.fixed_line.national_number_pattern, re.ASCII)


def plain(written: str, region: str) -> Phone | None:
    """As `phone.parse` reads it, or None where that has to look closer."""
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
