"""The keys behind access tokens: the first one of the setting signs, all of them verify.

Each line of GUANXI_TOKEN_KEY is a secret that an Ed25519 key is derived from. To change keys,
put a new line on top and leave the old one until its last token has run out.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from time import monotonic
from typing import Any

import jwt
import structlog
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kernel.settings import setting

NAME = "GUANXI_TOKEN_KEY"
ALGORITHM = "EdDSA"
KEY_BYTES = 32
MOST = 8  # keys at once
PURPOSE = b"guanxi access token ed25519"
FRESH_SECONDS = 1.0  # for which a file of keys is not looked at again

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, eq=False)
class KeyRing:
    id: str  # of the key that signs
    private: Ed25519PrivateKey
    public: Mapping[str, Ed25519PublicKey]  # by id, all that are believed

    def sign(self, claims: Mapping[str, Any], **headers: Any) -> str:
        return jwt.encode(
            dict(claims), self.private, ALGORITHM, headers={"kid": self.id, **headers}
        )

    def jwks(self) -> list[dict[str, str]]:
        """The public keys as RFC 7517 has them, the one that signs first."""
        return [{**jwk(key), "kid": id, "alg": ALGORITHM, "use": "sig"}
                for id, key in self.public.items()]  # fmt: skip


@lru_cache(8)
def ring_of(text: str) -> KeyRing:
    """The keys of a setting; a short one could be guessed: the program does not start with it."""
    secrets = [line.strip() for line in text.splitlines() if line.strip()]
    if not 1 <= len(secrets) <= MOST:
        raise SystemExit(f"{NAME} holds {len(secrets)} keys: give it 1 to {MOST}, one a line")
    if min(len(secret.encode()) for secret in secrets) < KEY_BYTES:
        raise SystemExit(f"{NAME} is too short: give each of its lines at least {KEY_BYTES} bytes")
    private = [derived(secret) for secret in secrets]
    public = {thumbprint(key.public_key()): key.public_key() for key in private}
    return KeyRing(next(iter(public)), private[0], public)


def derived(secret: str) -> Ed25519PrivateKey:
    seed = HKDF(hashes.SHA256(), 32, salt=None, info=PURPOSE).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def jwk(key: Ed25519PublicKey) -> dict[str, str]:
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": unpadded(raw)}


def thumbprint(key: Ed25519PublicKey) -> str:
    """RFC 7638: whoever has the key knows its id."""
    known = json.dumps(jwk(key), sort_keys=True, separators=(",", ":"))
    return unpadded(sha256(known.encode()).digest())


def unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Keys:
    """Those of this process; a file that has changed is read without a restart."""

    def __init__(self) -> None:
        self.known: KeyRing | None = None
        self.looked = 0.0

    def ring(self) -> KeyRing:
        """At first Missing or SystemExit without a good key; later what was known holds on."""
        if self.known is None:
            self.known = ring_of(setting(NAME))
        elif monotonic() - self.looked < FRESH_SECONDS:
            return self.known
        else:
            self._look_again()
        self.looked = monotonic()
        return self.known

    def forget(self) -> None:
        self.known = None

    def _look_again(self) -> None:
        try:
            self.known = ring_of(setting(NAME))
        except (OSError, RuntimeError, SystemExit) as error:
            logger.warning("the keys of tokens cannot be read", error=repr(error))


KEYS = Keys()
