"""The Python environment `.venv`, made from the lock files and re-made when they change."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cli import distribution
from cli.place import ROOT
from cli.say import note

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
RUNTIME = ROOT / "requirements.lock"
TOOLS = ROOT / "requirements-dev.lock"


def digest(lock: Path) -> str:
    """Of what pip will be told and of the Python it is installed for."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return hashlib.sha256(version.encode() + lock.read_bytes()).hexdigest()


def is_current(lock: Path, folder: Path = FOLDER) -> bool:
    """Whether everything this lock names was installed to the end."""
    mark = marker(lock, folder)
    return mark.exists() and mark.read_text() == digest(lock)


def marker(lock: Path, folder: Path = FOLDER) -> Path:
    return folder / f"{lock.stem}.digest"


def ensure(tools: bool) -> None:
    """Make the environment as far as it is not there yet, one process at a time."""
    with (ROOT / ".gitignore").open() as lock:  # any file that is always there will do
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_current(RUNTIME):
            create()
            install(RUNTIME)
        if tools and not is_current(TOOLS):
            install(TOOLS)


def create() -> None:
    if importlib.util.find_spec("ensurepip") is None:  # Debian ships it apart
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        distribution.ensure([package], "to make a Python environment")
    note(f"crm: making the Python environment {FOLDER}")
    python = os.path.realpath(sys.executable)  # not the one inside that is about to go
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run([python, "-m", "venv", str(FOLDER)], check=True)


def install(lock: Path) -> None:
    count = sum(1 for line in lock.read_text().splitlines() if "==" in line)
    note(f"crm: installing {count} packages from {lock.name}")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-qq"]
    command = [*pip, "install", "--no-deps", "--requirement", str(lock)]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit("crm: pip could not install the packages; what it said stands above")
    marker(lock).write_text(digest(lock))


def inside() -> bool:
    return Path(sys.prefix).resolve() == FOLDER.resolve()


def enter(arguments: list[str], tools: bool = False) -> None:
    """Go on inside the environment; returns only when we are there."""
    if not (inside() and is_current(RUNTIME) and (is_current(TOOLS) or not tools)):
        ensure(tools)
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "crm"), *arguments])
