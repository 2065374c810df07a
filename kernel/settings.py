"""Settings come from the environment or from a file named by `<NAME>_FILE`, nowhere else."""

import os
from pathlib import Path

LARGEST_BATCH = 1_000


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


def file_of(name: str) -> str:
    """The path that a setting names, for what others read themselves; empty when it is not set."""
    return os.environ.get(name, "")


def batch_limit() -> int:
    """Rows that one request may name; more than one answer can tell of does not start."""
    limit = int(setting("GUANXI_BATCH_LIMIT", "100"))
    if not 1 <= limit <= LARGEST_BATCH:
        raise SystemExit(f"GUANXI_BATCH_LIMIT is {limit}: give it 1 to {LARGEST_BATCH}")
    return limit


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
