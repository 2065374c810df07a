"""Settings come from the environment or from a file named by `<NAME>_FILE`, nowhere else."""

import os
from pathlib import Path


class Missing(RuntimeError):
    """A setting without which the program must not start."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not set: put it (or {name}_FILE) into the environment")


def setting(name: str, default: str | None = None) -> str:
    """The value of `name`; raises Missing when there is neither value nor default."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None or value == "" != default:
        raise Missing(name)
    return value


def batch_limit() -> int:
    """Customers that one request may name."""
    return int(setting("GUANXI_BATCH_LIMIT", "100"))


def amqp_uri() -> str:
    return setting("AMQP_URI")


def mongo_uri() -> str:
    return setting("MONGO_URI")


def public_url() -> str:
    """Where others reach the HTTP API; what is sent to them points there."""
    return setting("GUANXI_PUBLIC_URL", "http://localhost:8000").rstrip("/")


def database_name(service: str) -> str:
    """One database per service; the prefix lets several systems share a server."""
    return f"{setting('GUANXI_PREFIX', 'guanxi')}_{service}"


def time_zone() -> str:
    """The company's zone: where a day, a month and a quarter begin."""
    return setting("GUANXI_TIME_ZONE", "Asia/Shanghai")
