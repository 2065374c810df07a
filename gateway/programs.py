"""Programs that call with an API key: compared in constant time, remembered for a second."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from gateway.api_key import ACTOR, ApiKey, ApiKeys
from gateway.secret import keyed, same
from gateway.tokens import Caller, Unauthorised

TOKEN = re.compile(r"gx_([0-9a-f]{32})_([A-Za-z0-9_-]{43})", re.ASCII)
PREFIX = "gx_"
MOST = 1_000  # digests remembered at once

Digest = Callable[[str], str | None]
Known = Callable[[bool], ApiKeys]  # as of a second ago; if true, as they are now


class Programs:
    """`digest` fetches what is kept of a key; `known` says which ones there are."""

    def __init__(self, digest: Digest, known: Known) -> None:
        self._fetch = digest
        self._known = known
        self._digests: dict[str, str] = {}

    def forget(self) -> None:
        self._digests.clear()

    def caller(self, token: str, at: datetime | None = None) -> Caller:
        """Whoever holds this key; Unauthorised when it is none, has run out, or was revoked."""
        if not (match := TOKEN.fullmatch(token)):
            raise refused()
        id, secret = match[1], match[2]
        key = self._key(id)
        right = same(self._digest(id) if key else "", digest(id, secret))
        if key is None or not right or key.expires_at <= (at or datetime.now(UTC)):
            raise refused()
        return Caller(
            ACTOR + key.name, key.role, key.expires_at, program=True, access=key.access,
            events=key.events, personal=key.personal, pins=key.pins,
        )  # fmt: skip

    def _key(self, id: str) -> ApiKey | None:
        """One that was issued a moment ago is not turned away for it."""
        return self._known(False).known.get(id) or self._known(True).known.get(id)

    def _digest(self, id: str) -> str:
        if len(self._digests) > MOST:
            self.forget()
        if id not in self._digests:
            self._digests[id] = self._fetch(id) or ""
        return self._digests[id]


def made(id: str) -> tuple[str, str]:
    """A key, and what is kept of it."""
    secret = secrets.token_urlsafe(32)
    return f"{PREFIX}{id}_{secret}", digest(id, secret)


def digest(id: str, secret: str) -> str:
    """A fast one: the secret is random, and longer than anybody can guess at."""
    return keyed("api-key", id, secret)


def refused() -> Unauthorised:
    return Unauthorised("api-key-invalid", "This key is not known, has run out, or was revoked.")
