"""`test` and `check`: each step a process of its own, a heading each, a table at the end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli import distribution
from cli.place import ROOT, Place
from cli.say import BOLD, GREEN, RED, note, paint, say
from cli.up import servers

Step = Callable[[], int]
BEFORE, BESIDE = ("unit", "integration"), ("e2e", "operating", "contests")
AFTER = ("chaos",)
NAMED = ("schema",)  # takes as long as all others together: runs when it is asked for by name
LEVELS = (*BEFORE, *BESIDE, *AFTER, *NAMED)
WORKERS = ("-n", "2", "--dist", "loadfile")  # two cores, and who waits can wait beside others


@dataclass(frozen=True)
class Outcome:
    name: str
    code: int
    seconds: float


def check(place: Place) -> int:
    """Lint and types."""
    return run_all(checks())


def test(place: Place, levels: Sequence[str]) -> int:
    """Everything but what runs by name alone, or some levels of tests."""
    tests = {name: lambda name=name: level_step(place, name) for name in LEVELS}
    if levels:
        return run_all({level: tests[level] for level in levels})
    with beside(*BESIDE) as others:  # all of them mostly wait, each for servers of its own
        before = {name: step for name, step in tests.items() if name in BEFORE}
        after = {name: step for name, step in tests.items() if name in AFTER}
        return run_all(checks() | before | {" and ".join(BESIDE): others} | after)


@contextmanager
def beside(*levels: str) -> Iterator[Step]:
    """Levels that begin now, in a process of their own; the step waits for it and shows it."""
    command = [sys.executable, str(ROOT / "crm"), "test", *levels]
    with tempfile.TemporaryFile() as output:
        running = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )

        def wait() -> int:
            code = running.wait()
            output.seek(0)
            say(output.read().decode(errors="replace"))
            return code

        try:
            yield wait
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGINT)  # it stops what it has started
                running.wait()


def checks() -> dict[str, Step]:
    sources = [".", "crm"]  # the script has no ending by which ruff would find it
    return {
        "format": lambda: module("ruff", "format", "--check", *sources),
        "lint": lambda: module("ruff", "check", *sources),
        "types": lambda: module("mypy"),
    }


def level_step(place: Place, level: str) -> int:
    if level == "unit":
        return pytest("unit", {}, *WORKERS)
    if level == "integration":
        return integration(place)
    shown = ("--capture=no", "-p", "no:randomly") if level in NAMED else ()  # how far, and its seed
    return pytest(level, {}, *shown)  # they start the whole system by themselves, through ./crm


def integration(place: Place) -> int:
    """Against a broker and a database that exist for this run only."""
    install_compose()
    place.made()
    folder = Path(tempfile.mkdtemp(prefix="test-", dir=place.folder))
    try:
        with servers(Place(folder)) as settings:
            return pytest("integration", settings, *WORKERS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def install_compose() -> None:
    """One test asks docker-compose whether it understands our file; without it that test fails."""
    if shutil.which("docker-compose") is None:
        try:
            distribution.ensure(["docker-compose"], "to test docker-compose.yml")
        except SystemExit as refused:
            note(str(refused))


def pytest(level: str, settings: dict[str, str], *options: str) -> int:
    return module("pytest", f"tests/{level}", *options, settings=settings)


def module(name: str, *arguments: str, settings: dict[str, str] | None = None) -> int:
    argv = [sys.executable, "-m", name, *arguments]
    return subprocess.run(argv, cwd=ROOT, env={**os.environ, **(settings or {})}).returncode


def run_all(steps: dict[str, Step]) -> int:
    """Every step, also after one that failed; non-zero when any did."""
    outcomes = [run(name, step) for name, step in steps.items()]
    say(f"\n{paint('summary', BOLD)}")
    for outcome in outcomes:
        verdict = paint("passed", GREEN) if outcome.code == 0 else paint("FAILED", RED)
        say(f"  {outcome.name:<17} {verdict}  {outcome.seconds:6.1f} s")
    return failed(outcomes)


def run(name: str, step: Step) -> Outcome:
    say(f"\n{paint(f'== {name} ', BOLD)}{'=' * (70 - len(name))}")
    begun = time.monotonic()
    try:
        code = step()
    except SystemExit as stopped:  # a step that cannot even begin is a failed one
        note(str(stopped))
        code = 1
    return Outcome(name, code, time.monotonic() - begun)


def failed(outcomes: Sequence[Outcome]) -> int:
    return int(any(outcome.code for outcome in outcomes))
