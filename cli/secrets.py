"""Keys and passwords of the local stack: made once, readable by their owner only."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cli.place import Place

KEYS = ("GUANXI_IDENTITY_KEY", "GUANXI_TOKEN_KEY")
BROKER_PASSWORD = "BROKER_PASSWORD"


def secret_file(place: Place, name: str) -> Path:
    """The file of a secret; made with 32 random bytes when it is not there."""
    path = place.secrets / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    return path


def key_settings(place: Place, environment: Mapping[str, str]) -> dict[str, str]:
    """`<NAME>_FILE` for each key that the environment does not bring itself."""
    return {
        f"{name}_FILE": str(secret_file(place, name))
        for name in KEYS
        if name not in environment and f"{name}_FILE" not in environment
    }
