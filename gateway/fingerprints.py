"""By what a command is known again: what was said, and under which key."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from gateway.multipart import Upload
from gateway.secret import Secret, keyed


def canonical(*parts: Mapping[str, Any]) -> str:
    """Body and query as they were understood: spelled otherwise, it is still the same command."""
    return json.dumps(parts, sort_keys=True, separators=(",", ":"), default=digest_of)


def digest_of(value: Upload | Secret) -> str:
    """Of a secret nothing is recorded that could be guessed at."""
    if isinstance(value, Secret):
        return keyed("fingerprint", value.reveal())
    return value.sha256


def digest(*parts: str) -> str:
    """Unambiguous: no part can be mistaken for the end of the one before."""
    return sha256(json.dumps(parts).encode()).hexdigest()
