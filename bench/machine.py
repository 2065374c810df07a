"""The machine and the versions that figures were measured with."""

import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("pymongo", "nameko", "eventlet", "kombu", "pika", "orjson")


def machine() -> str:
    """Cores, processor, memory, system and versions."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores ({processor()}), {memory():.0f} GB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, {libraries}"
    )


def today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
