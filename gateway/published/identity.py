"""What happens to accounts, sessions and keys of programs. No secret is in it, nor a digest of one.

`credential` and `session` are ids of what is kept apart (docs/decisions/0017).
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FirstAdministratorNamed:
    """Before anybody was added: so that somebody can add them."""

    person: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PasswordSet:
    """From now on this one counts, and none before it."""

    person: str
    credential: str
    once: bool  # somebody else has set it: it is good for choosing one's own
    by: str
    at: datetime


@dataclass(frozen=True)
class AccountLocked:
    """Wrong passwords, one after the other: until then not even the right one is looked at."""

    person: str
    failures: int
    until: datetime
    at: datetime


@dataclass(frozen=True)
class SignedOutEverywhere:
    person: str
    by: str
    at: datetime


@dataclass(frozen=True)
class SignedIn:
    person: str
    session: str
    at: datetime


@dataclass(frozen=True)
class SignedOut:
    person: str
    session: str
    why: str  # asked; reused: a refresh token came a second time, so somebody has a copy
    at: datetime


AccountEvent = FirstAdministratorNamed | PasswordSet | AccountLocked | SignedOutEverywhere
SessionEvent = SignedIn | SignedOut
