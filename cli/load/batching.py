"""Many rows with one request: each has an answer of its own, counted as if it had been alone."""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cli.load.client import Answer, problem
from cli.load.steps import Command, Loading, progress, rate_line, side_by_side
from cli.load.summary import Step

TOGETHER = 500  # rows of one request: small enough that others are not kept waiting
SENDERS = 4


@dataclass(frozen=True)
class Row:
    row: str  # how a person finds it in the file
    body: Mapping[str, Any]


def load_rows(loading: Loading, title: str, path: str, rows: Sequence[Row]) -> Step:
    """Every row; sent again, the service knows each by its key."""
    batches = [rows[first : first + TOGETHER] for first in range(0, len(rows), TOGETHER)]
    began, step, sent = time.monotonic(), Step(title), iter(batches)
    loading.answered(title, 0, len(rows))
    with progress(loading.console) as bar:
        task = bar.add_task(title, total=len(batches))

        def done() -> None:
            bar.advance(task)
            loading.answered(title, len(next(sent)), len(rows))

        answers = side_by_side(
            lambda batch: send(loading, title, path, batch), batches, SENDERS, done
        )
    if not loading.console.is_terminal:
        loading.console.print(rate_line(title, len(rows), time.monotonic() - began))
    for batch, answer in zip(batches, answers, strict=True):
        judge(step, batch, answer)
    loading.summary.steps.append(step)
    return step


def send(loading: Loading, title: str, path: str, batch: Sequence[Row]) -> Answer:
    body = {"rows": [one.body for one in batch]}
    command = Command(title, path, body, f"{path}/{fingerprint(body)}")
    return loading.client.post(command.path, command.body, command.key)


def fingerprint(body: Mapping[str, Any]) -> str:
    written = json.dumps(body, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(written).hexdigest()[:32]


def judge(step: Step, batch: Sequence[Row], answer: Answer) -> None:
    if not answer.accepted:
        why = problem(answer.body) or str(answer.status)
        step.refused += [(one.row, why) for one in batch]
        return
    for one, told in zip(batch, answer.body["items"], strict=True):
        if not told["ok"]:
            step.refused.append((one.row, problem(told["problem"])))
        elif told["already"]:
            step.already += 1
        else:
            step.written += 1
