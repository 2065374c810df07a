"""Bearer tokens: who calls, in which role, until when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt

from gateway.keys import ALGORITHM, KEYS, KeyRing
from kernel.refusal import Refusal

ROLES = ("sales", "manager", "admin")
ALGORITHMS = [ALGORITHM]  # an allow-list: what the token says of itself decides nothing
AUDIENCE = "guanxi"
TYPE = "at+jwt"  # an access token, and no other kind signed with the same key
LEEWAY = timedelta(seconds=60)
TTL = timedelta(minutes=10)
LONGEST = 4_096  # characters; ours have some hundreds


class Unauthorised(Refusal):
    """Nobody we know is calling."""


@dataclass(frozen=True)
class Caller:
    user: str
    role: str
    expires: datetime
    visibility: str = "own"  # own, team, all: whose customers they see
    team: frozenset[str] = frozenset()  # who belongs to it, where that is what they see
    session: str = ""  # that the token was made for; scripts have none
    program: bool = False  # it calls with an API key
    access: str = "write"  # or read; feed: nothing but the feed of events
    events: tuple[str, ...] = ()  # that a key for the feed is for
    exports: bool = False  # may take whole lists away
    personal: bool = True  # it is told what they say of persons
    pins: tuple[str, ...] = ()  # versions in which it is told of events


def issue(user: str, role: str, ttl: timedelta = TTL, session: str = "") -> str:
    """A token for who has signed in, and for scripts.

    Raises ValueError for a user or role that cannot be.
    """
    if not well_formed(user):
        raise ValueError("a user is named by 1 to 200 printable characters")
    if role not in ROLES:
        raise ValueError(f"a role is one of {', '.join(ROLES)}")
    now = datetime.now(UTC)
    claims = {"sub": user, "role": role, "aud": AUDIENCE, "iat": now, "exp": now + ttl}
    return KEYS.ring().sign(claims | ({"sid": session} if session else {}), typ=TYPE)


def verify(token: str, at: datetime | None = None) -> Caller:
    """The caller, or Unauthorised; `at` is now unless it is given."""
    try:
        caller = trusted(token, KEYS.ring())
    except jwt.ExpiredSignatureError:
        raise expired() from None
    except (jwt.InvalidTokenError, ValueError, OverflowError, OSError):
        raise invalid() from None
    if caller.expires <= (at or datetime.now(UTC)) - LEEWAY:
        raise expired()
    return caller


@lru_cache(4096)  # to verify costs more than all the rest of a request, and the result stays true
def trusted(token: str, ring: KeyRing) -> Caller:
    """The caller of a token that was good when first seen; a bad one is never remembered.

    The key is one of ours, found by its id; where else keys may be, the token is not asked.
    """
    if len(token) > LONGEST:
        raise ValueError("too long to be one of ours")
    key = ring.public.get(jwt.get_unverified_header(token).get("kid", ""))
    if key is None:
        raise ValueError("signed with no key of ours")
    return caller_of(jwt.decode_complete(
        token, key, ALGORITHMS, audience=AUDIENCE, leeway=LEEWAY,
        options={"require": ["sub", "role", "aud", "exp"]},
    ))  # fmt: skip


def invalid() -> Unauthorised:
    return Unauthorised(
        "token-invalid", "This is not a token of ours. Please sign in and send the one you get."
    )


def expired() -> Unauthorised:
    return Unauthorised(
        "token-expired", "Your token has expired. Please sign in again and send the new one."
    )


def caller_of(decoded: dict[str, Any]) -> Caller:
    """Raises ValueError when a signed token is not an access token of ours."""
    claims = decoded["payload"]
    if decoded["header"].get("typ") != TYPE:
        raise ValueError("not an access token")
    if not well_formed(claims["sub"]) or claims["role"] not in ROLES:
        raise ValueError("no user or no role")
    if not isinstance(session := claims.get("sid", ""), str):
        raise ValueError("no session has such an id")
    until = datetime.fromtimestamp(claims["exp"], UTC)
    return Caller(claims["sub"], claims["role"], until, session=session)


def well_formed(name: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= 200 and name.isprintable()
