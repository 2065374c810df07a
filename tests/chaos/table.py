"""The outcome of all rounds as a table, for the terminal and for `bench/results/chaos.md`."""

import platform
from collections.abc import Iterable, Sequence
from statistics import median
from textwrap import wrap

from tests.chaos.rounds import Outcome

HEADS = (
    "fault", "rounds", "commands", "unknown", "lost", "doubled", "inversions",
    "recovery p50", "recovery max", "slowed", "unexpected 5xx", "other", "verdict",
)  # fmt: skip
LEGEND = (
    "Recovery is the time until one of each command and a read of it had worked, without any help. "
    "`slowed` is by how much the machine was slower for us than if it were ours alone, because "
    "others worked on it: 1.0x is not at all. 10 s times this are allowed, and 75 s after the disk "
    "of the broker was full: the supervisor has to be sure, and then starts it anew."
)
COUNTED = {
    "lost": ("lost", "phantom", "forgotten"),
    "doubled": ("doubled",),
    "inversions": ("inversion", "order"),
    "unexpected 5xx": ("status",),
}
Row = tuple[str, ...]


def rows(outcomes: Iterable[Outcome], skipped: dict[str, str]) -> list[Row]:
    by_fault: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_fault.setdefault(outcome.fault, []).append(outcome)
    found = [row(fault, those) for fault, those in by_fault.items()]
    empty = ("",) * (len(HEADS) - 2)
    return found + [(fault, *empty, f"not run: {why}") for fault, why in skipped.items()]


def row(fault: str, outcomes: Sequence[Outcome]) -> Row:
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    counts = {
        what: sum(finding.startswith(kinds) for finding in findings)
        for what, kinds in COUNTED.items()
    }
    times = [outcome.recovery for outcome in outcomes if outcome.recovery is not None]
    shown = (f"{median(times):.1f} s", f"{max(times):.1f} s") if times else ("never", "never")
    return (
        fault, str(len(outcomes)), str(sum(outcome.commands for outcome in outcomes)),
        str(sum(outcome.unknown for outcome in outcomes)),
        *(str(counts[what]) for what in ("lost", "doubled", "inversions")),
        *shown, slowest(outcomes), str(counts["unexpected 5xx"]),
        str(len(findings) - sum(counts.values())),
        "FAILED" if findings else "passed",
    )  # fmt: skip


def slowest(outcomes: Sequence[Outcome]) -> str:
    return f"{max(outcome.slowness for outcome in outcomes):.1f}x"


def text(rows: Sequence[Row]) -> str:
    """In columns, and what the last of them mean."""
    lines = [HEADS, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    shown = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([*shown, "", *wrap(LEGEND, 110)])


def markdown(rows: Sequence[Row], seed: int, rounds: int, clients: int) -> str:
    lines = [
        "# Faults under load",
        f"`./crm chaos --rounds {rounds} --seed {seed}`, {platform.machine()}, "
        f"Python {platform.python_version()}. {clients} clients and one reference subscriber; the "
        f"logs, every answer and every read model are checked after each round. {LEGEND}",
        "",
        "| " + " | ".join(HEADS) + " |",
        "| " + " | ".join("---" for _ in HEADS) + " |",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
    return "\n".join(lines) + "\n"
