"""Secrets while we hold them: nothing that prints, logs or encodes shows one."""

import hmac
import json
from functools import cache
from hashlib import sha256
from typing import Any

from gateway.fields import Value, says
from kernel.settings import setting

NAME = "GUANXI_CREDENTIAL_KEY"
KEY_BYTES = 32


class Secret:
    """Text that only `reveal` gives away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"


class SecretText(Value):
    """Taken as it is: with its blanks, and never said back."""

    default_error_messages = says(
        invalid="Please send text in quotes.",
        long="Please shorten it to {longest} characters.",
        short="Please choose at least {least} characters; a sentence is easy to remember.",
    )

    def __init__(self, longest: int, *, least: int = 1, **options: Any) -> None:
        self.longest, self.least = longest, least
        told = {"type": "string", "format": "password", "minLength": least, "maxLength": longest}
        super().__init__(metadata=told | options.pop("metadata", {}), **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not value:
            raise self.make_error("required")
        if len(value) > self.longest:
            raise self.make_error("long", longest=self.longest)
        if len(value) < self.least:
            raise self.make_error("short", least=self.least)
        return Secret(value)


@cache  # it may stand in a file
def credential_key() -> bytes:
    secret = setting(NAME).encode()
    if len(secret) < KEY_BYTES:
        raise SystemExit(f"{NAME} is too short: give it at least {KEY_BYTES} bytes")
    return secret


def keyed(purpose: str, *parts: str) -> str:
    """A digest that tells nothing to who has the database and not the key.

    It is fast: for what is random, or only to be told from something else.
    """
    said = json.dumps([purpose, *parts]).encode()
    return hmac.new(credential_key(), said, sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """In a time that does not depend on where they begin to differ."""
    return hmac.compare_digest(one.encode(), other.encode())
