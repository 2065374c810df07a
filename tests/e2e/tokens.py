"""Tokens as whoever has the system's key could make them: good ones, and nearly good ones."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from gateway.keys import KeyRing, ring_of

if TYPE_CHECKING:
    from tests.e2e.conftest import System  # which signs with these

HOUR = timedelta(hours=1)


def ring(system: "System") -> KeyRing:
    return ring_of((system.run_dir / "secrets" / "GUANXI_TOKEN_KEY").read_text())


def claims(user: str, role: str, ttl: timedelta = HOUR, **said: Any) -> dict[str, Any]:
    until = int((datetime.now(UTC) + ttl).timestamp())
    return {"sub": user, "role": role, "aud": "guanxi", "exp": until, **said}


def token(system: "System", user: str, role: str, ttl: timedelta = HOUR, **said: Any) -> str:
    """What `./crm token` prints, at a thousandth of the time; `said` makes another one of it."""
    return ring(system).sign(claims(user, role, ttl, **said), typ="at+jwt")
