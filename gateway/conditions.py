"""What conditional requests compare: the version that somebody edits, and what somebody has read.

What is read may change without the version that is edited (a follow-up moves a customer, a clock
a deal), so an ETag says both: `"7.3f…"`. If-Match compares the version alone, If-None-Match all.
"""

from hashlib import sha256

from kernel.refusal import Refusal

DIGITS = 16  # of the digest


class Unconditional(Refusal):
    """A client that wants to be held to it has not said which version it edits."""


def tag(body: bytes, version: int | None = None) -> str:
    """Of what is answered; what cannot be edited has no version, and no such tag for If-Match."""
    digest = sha256(body).hexdigest()[:DIGITS]
    return f'"h{digest}"' if version is None else f'"{version}.{digest}"'


def has(known: str | None, current: str) -> bool:
    """Whether who names these tags in If-None-Match has it already (RFC 9110, 13.1.2)."""
    if not known:
        return False
    named = [one.strip().removeprefix("W/") for one in known.split(",")]
    return current in named or named == ["*"]


def require_condition(given: str | None, strict: bool) -> None:
    if strict and given is None:
        raise Unconditional(
            "precondition-required",
            "You asked to be held to it: please read it, and send its ETag as If-Match.",
        )
