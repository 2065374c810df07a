"""Addresses of the plainest spelling, which are nearly all of them, read without much ado.

Anything else (quotes, other scripts, reserved names, great length) is `email.parse`'s to judge.
"""

import re

from email_validator import SPECIAL_USE_DOMAIN_NAMES
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

PLAIN = re.compile(
    r"(?P<local>[a-z0-9]+(?:[._+-][a-z0-9]+)*)@"
    r"(?P<domain>(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,})",
    re.ASCII | re.IGNORECASE,
)
LONGEST = 60  # characters: within every limit of any part
RESERVED = tuple(SPECIAL_USE_DOMAIN_NAMES)
ONE_SPELLING = frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)


def plain(written: str) -> str | None:
    """As `email.parse` reads it, or None where that has to look closer."""
    found = PLAIN.fullmatch(written) if len(written) <= LONGEST else None
    if found is None:
        return None
    local, domain = found["local"], found["domain"].lower()
    if domain.endswith(RESERVED):
        return None
    return f"{local.lower() if local.lower() in ONE_SPELLING else local}@{domain}"
