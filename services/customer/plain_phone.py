"""The usual spellings of Chinese and American telephones, read much faster than any number is.

A file of a hundred thousand customers has hardly anything else. What is a number is said by the
metadata of `phonenumbers`; whatever is not as plain as this, `phone.parse` reads in its own way.
"""

import re
from functools import cache
from re import Pattern
from typing import Any

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

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
KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)  # of numbers, in the metadata
CHINA = "CN"
ABROAD = "+86"
METADATA: Any = PhoneMetadata.metadata_for_region(CHINA)
MOBILE: Pattern[str] = re.compile(METADATA.mobile.national_number_pattern, re.ASCII)
AMERICAN_DIGITS = 10
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
    if national[0] in "01":  # the rest of a number abroad, perhaps
        return None
    valid = bool(north_american().fullmatch(national))
    return Phone(written, f"+1{national}" if valid else None, found["extension"], valid)


@cache
def north_american() -> Pattern[str]:
    """Numbers with the country code 1, of all the countries that share it.

    Which of them a number is of, its first digits say, where a country has such of its own.
    """
    regions = COUNTRY_CODE_TO_REGION_CODE[1]
    return re.compile("|".join(map(of_region, regions)), re.ASCII)


def of_region(region: str) -> str:
    known: Any = PhoneMetadata.metadata_for_region(region)
    kinds = (getattr(known, kind) for kind in KINDS)
    patterns = [kind.national_number_pattern for kind in kinds if kind and fits(kind)]
    begins = f"(?={known.leading_digits})" if known.leading_digits else ""
    return f"(?:{begins}(?:{'|'.join(f'(?:{pattern})' for pattern in patterns)}))"


def fits(kind: Any) -> bool:
    lengths = kind.possible_length
    return bool(kind.national_number_pattern) and (not lengths or AMERICAN_DIGITS in lengths)
