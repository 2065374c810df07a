"""What a load did, so that nothing is dropped silently: written, there before, refused, mended."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from rich.console import Console
from rich.markup import escape
from rich.table import Table

SHOWN = 40  # refused rows that fit on a screen; the counts are always complete


@dataclass
class Step:
    """One kind of command; every row of it ends in exactly one of the three."""

    title: str
    written: int = 0
    already: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)  # row, why

    @property
    def rows(self) -> int:
        return self.written + self.already + len(self.refused)


@dataclass
class Summary:
    read: dict[str, int] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    repaired: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        return sum(step.written for step in self.steps)

    @property
    def refused(self) -> list[tuple[str, str]]:
        return [row for step in self.steps for row in step.refused]

    @property
    def exit_code(self) -> int:
        """1 when rows of the file are not in the system, for the script that calls us."""
        return 1 if self.refused else 0

    def show(self, console: Console) -> None:
        console.print(step_table(self.steps))
        say = partial(console.print, highlight=False, soft_wrap=True)
        say(f"[bold]Read[/] {numbers(self.read.items())}")
        if self.repaired:
            say("[bold]Repaired[/]")
        for what, count in self.repaired.items():
            say(f"  {escape(what)}: {count:,}")
        for remark in self.remarks:
            say(f"  {escape(remark)}")
        for line in self._verdict():
            say(line)

    def _verdict(self) -> Iterator[str]:
        if not self.refused:
            yield "[green]Every row of the files is in the system.[/]"
            return
        yield f"[bold red]Refused: {len(self.refused):,} rows are not in the system[/]"
        for row, why in self.refused[:SHOWN]:
            yield f"  {escape(row)}: {escape(why)}"
        if len(self.refused) > SHOWN:
            reasons = Counter(why.split(" · ", 1)[0] for _, why in self.refused[SHOWN:])
            yield f"  and further ones: {numbers(reasons.items())}"


def step_table(steps: Iterable[Step]) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column("Step")
    for title in ("written", "already there", "refused"):
        table.add_column(title, justify="right")
    for step in steps:
        lost = f"[red]{len(step.refused):,}[/]" if step.refused else "0"
        table.add_row(step.title, f"{step.written:,}", f"{step.already:,}", lost)
    return table


def numbers(counts: Iterable[tuple[str, int]]) -> str:
    return " · ".join(f"{count:,} {what}" for what, count in counts)
