"""Keys and passwords of the local stack: made once, readable by their owner only."""

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from cli.place import Place

KEYS = ("GUANXI_IDENTITY_KEY", "GUANXI_TOKEN_KEY", "GUANXI_CREDENTIAL_KEY")
BROKER_PASSWORD = "BROKER_PASSWORD"
ADMIN_PASSWORD = "GUANXI_ADMIN_PASSWORD"
ADMIN_LETTERS = 15  # bytes of chance in what somebody has to type once


def random_key() -> str:
    return secrets.token_hex(32)


def random_password() -> str:
    return secrets.token_urlsafe(ADMIN_LETTERS)


def secret_file(place: Place, name: str, make: Callable[[], str] = random_key) -> Path:
    """The file of a secret; made with 32 random bytes when it is not there."""
    path = place.secrets / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(handle, "w") as file:
        file.write(make() + "\n")
    return path


def key_settings(place: Place, environment: Mapping[str, str]) -> dict[str, str]:
    """`<NAME>_FILE` for each key that the environment does not bring itself."""
    return {
        f"{name}_FILE": str(secret_file(place, name))
        for name in KEYS
        if name not in environment and f"{name}_FILE" not in environment
    }


def brought(environment: Mapping[str, str]) -> bool:
    """The operator says with which password the first administrator signs in."""
    return ADMIN_PASSWORD in environment or f"{ADMIN_PASSWORD}_FILE" in environment


def admin_settings(place: Place, environment: Mapping[str, str]) -> dict[str, str]:
    """Where the gateway finds the first administrator's password, good for one sign-in."""
    if brought(environment):
        return {}
    path = secret_file(place, ADMIN_PASSWORD, random_password)
    return {f"{ADMIN_PASSWORD}_FILE": str(path)}


def first_password(place: Place, environment: Mapping[str, str]) -> Path | None:
    """The file that is going to be made, when this is the first start."""
    path = place.secrets / ADMIN_PASSWORD
    return None if brought(environment) or path.exists() else path
