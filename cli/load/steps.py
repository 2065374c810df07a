"""Runs commands many at a time, with progress, and tells the new from what was there before."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from cli.load.client import Answer, Client, problem
from cli.load.summary import Step, Summary

T = TypeVar("T")
R = TypeVar("R")
WORKERS = 64  # many small commits at once become few large ones in the log


@dataclass(frozen=True)
class Command:
    row: str  # how a person finds it in the file
    path: str
    body: Mapping[str, Any]
    key: str


@dataclass
class Loading:
    """One run of a loader: commands of a step run side by side, steps one after the other."""

    client: Client
    console: Console
    heads: dict[str, int]
    workers: int = WORKERS
    summary: Summary = field(default_factory=Summary)
    come: dict[str, tuple[int, int]] = field(default_factory=dict)  # answered of all, by step

    def answered(self, title: str, rows: int, of: int) -> None:
        self.come[title] = (self.come.get(title, (0, of))[0] + rows, of)

    def step(
        self, title: str, commands: Sequence[Command], *, unknown_yet: int = 0
    ) -> list[Answer]:
        """The answers in the order of the commands."""

        def run(command: Command) -> Answer:
            return self.client.post(
                command.path, command.body, command.key, unknown_yet=unknown_yet
            )

        began, of = time.monotonic(), len(commands)
        self.answered(title, 0, of)
        with progress(self.console) as bar:
            task = bar.add_task(title, total=of)

            def done() -> None:
                bar.advance(task)
                self.answered(title, 1, of)

            answers = side_by_side(run, commands, self.workers, done)
        if not self.console.is_terminal:
            self.console.print(rate_line(title, len(commands), time.monotonic() - began))
        self.summary.steps.append(judge(title, commands, answers, self.heads))
        return answers

    def ids(
        self, title: str, commands: Mapping[str, Command], *, unknown_yet: int = 0
    ) -> dict[str, str]:
        """A step that makes things: the ids given to what was accepted, by the file's own names."""
        answers = self.step(title, list(commands.values()), unknown_yet=unknown_yet)
        pairs = zip(commands, answers, strict=True)
        return {name: str(answer.body["id"]) for name, answer in pairs if answer.accepted}


def heads(client: Client, sources: Iterable[str]) -> dict[str, int]:
    """Where each log ended before we began: an answer at or before it repeats an old one."""
    return {
        source: int(client.get("/v1/events", source=source, after=0, limit=1)["head"])
        for source in sources
    }


def judge(
    title: str, commands: Sequence[Command], answers: Sequence[Answer], heads: dict[str, int]
) -> Step:
    step = Step(title)
    for command, answer in zip(commands, answers, strict=True):
        if not answer.accepted:
            step.refused.append((command.row, problem(answer.body) or str(answer.status)))
        elif is_old(answer, heads):
            step.already += 1
        else:
            step.written += 1
    return step


def is_old(answer: Answer, heads: dict[str, int]) -> bool:
    source = str(answer.body["position"]).partition(":")[0]
    return answer.position <= heads.get(source, 0)


def side_by_side(
    work: Callable[[T], R], items: Sequence[T], workers: int, done: Callable[[], object]
) -> list[R]:
    """`work` of every item, at most `workers` at once; the first exception stops all the rest."""
    results = []
    with ThreadPoolExecutor(workers) as pool:
        try:
            for result in pool.map(work, items):
                results.append(result)
                done()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return results


class Rate(ProgressColumn):
    """Rows per second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:,.0f} rows/s", style="cyan")


def progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<22}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        console=console,
        disable=not console.is_terminal,
    )


def rate_line(title: str, rows: int, seconds: float) -> str:
    return f"{title}: {rows:,} rows in {seconds:.1f} s, {rows / max(seconds, 0.001):,.0f} rows/s"
