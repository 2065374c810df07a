"""The rivals' Python environment: apart from ours, made when it is first asked for."""

import subprocess
import sys
from pathlib import Path

from bench.plan import say
from cli.environment import digest

LOCK = Path(__file__).with_name("requirements.lock")


def programs(folder: Path) -> Path:
    """The folder of their programs, all of them installed to the end."""
    mark = folder / "digest"
    if not mark.exists() or mark.read_text() != digest(LOCK):
        say("nothing yet: the rivals are being installed")
        make(folder)
        mark.write_text(digest(LOCK))
    return folder / "bin"


def make(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-qq"]
    subprocess.run([*pip, "install", "--no-deps", "--requirement", str(LOCK)], check=True)


def versions() -> str:
    """Of those that are compared, as the lock file has them."""
    lines = LOCK.read_text().split()
    return ", ".join(line for line in lines if line.startswith(("eventsourcing=", "trytond=")))
