"""The unified social credit code of a firm (GB 32100), and the licence numbers of before 2015."""

import re
import unicodedata

DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z: they look like others
WELL_FORMED = re.compile(f"[{DIGITS}]{{18}}")
LICENCE = re.compile("[0-9]{15}")
BLANKS = re.compile(r"[\s-]+")


def parse(written: str) -> str:
    """The code in capitals; ValueError when a character is wrong, which the last one tells."""
    code = plain(written)
    if not WELL_FORMED.fullmatch(code):
        raise ValueError("must have 18 digits and capitals, without I, O, S, V and Z")
    if code[-1] != check_character(code[:-1]):
        raise ValueError("has a wrong character: its last one does not fit the others")
    return code


def check_character(body: str) -> str:
    weighed = sum(DIGITS.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return DIGITS[-weighed % 31]


def parse_licence(written: str) -> str:
    number = plain(written)
    if not LICENCE.fullmatch(number):
        raise ValueError("must have 15 digits; the code with 18 characters is the credit_code")
    return number


def plain(written: str) -> str:
    return BLANKS.sub("", unicodedata.normalize("NFKC", written)).upper()
