"""What was asked and what was answered, every attempt of it: written down as it happens."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

DONE, REFUSED, UNKNOWN = "done", "refused", "unknown"


@dataclass(frozen=True)
class Attempt:
    """`status` 0: no answer came, and nobody knows whether it was carried out."""

    sent: float
    answered: float
    status: int
    answer: dict[str, Any] = field(default_factory=dict)
    retry_after: str | None = None

    @property
    def settled(self) -> bool:
        return 200 <= self.status < 500

    @property
    def slug(self) -> str:
        return str(self.answer.get("type", "")).rpartition("/")[2]


@dataclass
class Call:
    """One command under one key, with as many attempts as it took."""

    number: int
    actor: str
    kind: str  # register claim release follow-up stage open move win lose
    path: str
    body: dict[str, Any]
    key: str
    subject: str = ""  # whom it is about: id of a customer or a deal, "" before there is one
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        if not self.attempts or not self.attempts[-1].settled:
            return UNKNOWN
        return DONE if self.attempts[-1].status < 300 else REFUSED

    @property
    def doubtful(self) -> bool:
        """Some attempt may have been carried out without our knowing."""
        return any(not attempt.settled for attempt in self.attempts)

    @property
    def answer(self) -> dict[str, Any]:
        return self.attempts[-1].answer

    @property
    def position(self) -> tuple[str, int]:
        source, _, number = self.answer["position"].partition(":")
        return source, int(number)


@dataclass(frozen=True)
class Read:
    """A customer read with a receipt's position, and what was to be seen there."""

    path: str
    after: str
    version: int
    attempt: Attempt


class History:
    """Safe for many threads; `take` hands over what has been finished since."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._file = path.open("a", encoding="utf-8")
        self._calls: list[Call] = []
        self._reads: list[Read] = []
        self._numbers = 0

    def number(self) -> int:
        with self._lock:
            self._numbers += 1
            return self._numbers

    def call(self, call: Call) -> None:
        with self._lock:
            self._calls.append(call)
            self._write("call", asdict(call))

    def read(self, read: Read) -> None:
        with self._lock:
            self._reads.append(read)
            self._write("read", asdict(read))

    def take(self) -> tuple[list[Call], list[Read]]:
        with self._lock:
            self._file.flush()
            taken, self._calls, self._reads = (self._calls, self._reads), [], []
            return taken

    def _write(self, what: str, told: dict[str, Any]) -> None:
        self._file.write(json.dumps({"what": what, **told}, ensure_ascii=False) + "\n")


def dump(path: Path, calls: Iterable[Call], reads: Iterable[Read]) -> None:
    """Those of one round, beside its findings."""
    with path.open("w", encoding="utf-8") as file:
        for told in (*calls, *reads):
            file.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
