"""Measures systems of its own beside the targets: `./crm bench [SECTION …] [--rivals]`."""

import argparse
import fcntl
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import (
    feed,
    finding,
    growth,
    http,
    imports,
    lag,
    log,
    memory,
    plot,
    quick_logs,
    rebuild,
    relay,
    reports,
    results,
    returns,
    start,
    table,
)
from bench.figures import Figure
from bench.machine import machine, today
from bench.plan import Plan, say
from bench.results import Section
from bench.rivals import comparing
from bench.system import disown
from cli.place import here

TITLE = "The spine, measured"
KEPT = Path(__file__).parent / "results"
SECTIONS: dict[str, Callable[[Plan], list[Figure]]] = {
    "start": start.figures,
    "log": log.figures,
    "relay": relay.figures,
    "http": http.figures,
    "feed": feed.figures,
    "quick-logs": quick_logs.figures,
    "returns": returns.figures,
    "lag": lag.figures,
    "memory": memory.figures,
    "growth": growth.figures,
    "finding": finding.figures,
    "rebuild": rebuild.figures,
    "reports": reports.figures,
    "imports": imports.figures,
}
RIVALS = "rivals"


def main(arguments: Sequence[str]) -> int:
    asked = parse(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    disown()
    folder = here().made().folder / "bench"
    to = asked.to or (folder / "results" if asked.quick else KEPT)
    plan = Plan(asked.rounds, asked.quick, folder, to / "profiles")
    try:
        with alone(folder):
            keep(to, list(measured(plan, asked.sections or list(SECTIONS), asked.rivals)))
    except KeyboardInterrupt:
        print("interrupted; nothing was kept", file=sys.stderr)
        return 130
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./crm bench", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], help="default: all")
    parser.add_argument("--rounds", type=at_least_one, default=3, help="3; heavy rows have one")
    parser.add_argument("--quick", action="store_true", help="small sizes; kept in .run/ only")
    parser.add_argument("--rivals", action="store_true", help="install and measure them as well")
    parser.add_argument("--to", type=Path, help="folder of the results")
    return parser.parse_args(arguments)


def at_least_one(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def measured(plan: Plan, names: Sequence[str], with_rivals: bool) -> Iterator[Section]:
    """Section by section, in the order of the table."""
    found: dict[str, list[Figure]] = {}
    for name in SECTIONS:
        if name in names or (with_rivals and name in comparing.COMPARED):
            say(name)
            found[name] = SECTIONS[name](plan)
            yield Section(name, circumstances(plan), found[name])
    if with_rivals:
        say(RIVALS)
        yield Section(RIVALS, circumstances(plan), comparing.figures(plan, found))


def circumstances(plan: Plan) -> str:
    size = ", small sizes" if plan.quick else ""
    return f"{today()}, {plan.rounds} rounds{size}; {machine()}"


def keep(folder: Path, now: Sequence[Section]) -> None:
    """The table is printed, and kept with the rows and a picture."""
    folder.mkdir(parents=True, exist_ok=True)
    before = results.load(folder / "spine.json")
    every = results.merged(before, now, (*SECTIONS, RIVALS))
    text = table.markdown(TITLE, every, results.medians(before))
    results.save(folder / "spine.json", every)
    plot.save(folder / "spine.svg", every, TITLE)
    (folder / "spine.md").write_text(text, encoding="utf-8")
    print(table.markdown(TITLE, now, results.medians(before)))
    print(f"kept in {folder}", file=sys.stderr)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One bench at a time; what its systems have written is thrown away."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit("a bench runs here already") from None
        yield
        for name in (*SECTIONS, "nameko", "tryton"):
            shutil.rmtree(folder / name, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
