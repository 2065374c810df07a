"""The environment is made again when what it was made from has changed."""

import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from cli.environment import RUNTIME, TOOLS, digest, is_current, marker
from cli.place import ROOT
from tests.unit.cli.imports import imported


def test_an_environment_is_current_only_for_the_lock_it_was_made_from(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("kombu==5.7.0\n")
    assert not is_current(lock, tmp_path)
    marker(lock, tmp_path).write_text(digest(lock))
    assert is_current(lock, tmp_path)
    lock.write_text("kombu==5.7.1\n")
    assert not is_current(lock, tmp_path)


def test_a_lock_names_exact_versions_and_no_host() -> None:
    for lock in (RUNTIME, TOOLS):
        lines = lock.read_text().splitlines()
        assert all(line.count("==") == 1 and "/" not in line and " " not in line for line in lines)
        assert lines == sorted(set(lines), key=str.lower)


def test_no_package_is_locked_twice() -> None:
    runtime, tools = (set(names(lock)) for lock in (RUNTIME, TOOLS))
    assert not runtime & tools


def test_everything_that_is_imported_is_locked() -> None:
    homes = packages_distributions()
    ours = {path.name for path in ROOT.iterdir() if path.is_dir()}
    runtime = set(names(RUNTIME))
    for path in sources():
        for_tests = path.name == "testing.py" or "tests" in path.parts or "bench" in path.parts
        locked = runtime | set(names(TOOLS)) if for_tests else runtime
        if path.match("bench/rivals/*_program.py"):  # run in an environment of their own
            continue
        for module in imported(path) - ours:
            assert {name.lower() for name in homes[module]} & locked, f"{path}: {module}"


FOLDERS = (
    "kernel", "services", "gateway", "cli", "deploy", "bench", "conformance", "tests",
)  # fmt: skip


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob("*.py")


def test_the_project_asks_for_the_python_that_the_script_checks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.11"


def names(lock: Path) -> list[str]:
    return [line.partition("==")[0].lower() for line in lock.read_text().splitlines()]
