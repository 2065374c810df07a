"""Bearer tokens: who calls, in which role, until when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

import jwt

from kernel.refusal import Refusal
from kernel.settings import setting

ROLES = ("sales", "manager", "admin")
ALGORITHMS = ["HS256"]  # an allow-list: what the token says of itself decides nothing
AUDIENCE = "guanxi"
TYPE = "at+jwt"  # an access token, and no other kind signed with the same key
LEEWAY = timedelta(seconds=60)
KEY_BYTES = 32


class Unauthorised(Refusal):
    """Nobody we know is calling."""


@dataclass(frozen=True)
class Caller:
    user: str
    role: str
    expires: datetime
    visibility: str = "own"  # own, team, all: whose customers they see
    team: frozenset[str] = frozenset()  # who belongs to it, where that is what they see


@cache  # it may stand in a file, and every request needs it
def key() -> str:
    """The signing key; a short one could be guessed, so the program does not start with it."""
    secret = setting("GUANXI_TOKEN_KEY")
    if len(secret.encode()) < KEY_BYTES:
        raise SystemExit(f"GUANXI_TOKEN_KEY is too short: give it at least {KEY_BYTES} bytes")
    return secret


def issue(user: str, role: str, ttl: timedelta = timedelta(minutes=10)) -> str:
    """A token for scripts and tests; raises ValueError for a user or role that cannot be."""
    if not well_formed(user):
        raise ValueError("a user is named by 1 to 200 printable characters")
    if role not in ROLES:
        raise ValueError(f"a role is one of {', '.join(ROLES)}")
    now = datetime.now(UTC)
    claims = {"sub": user, "role": role, "aud": AUDIENCE, "iat": now, "exp": now + ttl}
    return jwt.encode(claims, key(), ALGORITHMS[0], headers={"typ": TYPE})


def verify(token: str, at: datetime | None = None) -> Caller:
    """The caller, or Unauthorised; `at` is now unless it is given."""
    try:
        caller = trusted(token)
    except jwt.ExpiredSignatureError:
        raise expired() from None
    except (jwt.InvalidTokenError, ValueError, OverflowError, OSError):
        raise Unauthorised(
            "token-invalid", "This is not a token of ours. Please sign in and send the one you get."
        ) from None
    if caller.expires <= (at or datetime.now(UTC)) - LEEWAY:
        raise expired()
    return caller


@lru_cache(4096)  # to verify costs more than all the rest of a request, and the result stays true
def trusted(token: str) -> Caller:
    """The caller of a token that was good when first seen; a bad one is never remembered."""
    return caller_of(jwt.decode_complete(
        token, key(), ALGORITHMS, audience=AUDIENCE, leeway=LEEWAY,
        options={"require": ["sub", "role", "aud", "exp"]},
    ))  # fmt: skip


def expired() -> Unauthorised:
    return Unauthorised(
        "token-expired", "Your token has expired. Please sign in again and send the new one."
    )


def caller_of(decoded: dict[str, Any]) -> Caller:
    """Raises ValueError when a signed token is not an access token of ours."""
    claims = decoded["payload"]
    if decoded["header"].get("typ") != TYPE:
        raise ValueError("not an access token")
    if not well_formed(claims["sub"]) or not well_formed(claims["role"]):
        raise ValueError("no user or no role")
    return Caller(claims["sub"], claims["role"], datetime.fromtimestamp(claims["exp"], UTC))


def well_formed(name: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= 200 and name.isprintable()
