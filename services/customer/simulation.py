"""What a pool's rules would have done: its customers' history told again, under other rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from kernel.codec import Codec
from kernel.event import Recorded
from services.customer import returns
from services.customer.events import OwnershipEvent, owner_after
from services.customer.heard import HEARD
from services.customer.judging import Ruling, Verdict, verdict
from services.customer.returns import HELD

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """The time for which it is asked."""

    begin: datetime
    end: datetime


@dataclass(frozen=True)
class Move:
    """A customer would have gone back into a pool."""

    owner: str
    at: datetime
    found: Verdict


def moves(history: Sequence[Recorded], pool_id: str, by: Ruling, span: Span) -> list[Move]:
    """What moved stays in the pool until somebody really got it again."""
    made: list[Move] = []
    row: dict[str, Any] = {"_id": ""}
    away = False
    for recorded, until in steps(history, span):
        row = returns.evolve(row, recorded)
        away = away and not gets_owner(recorded)
        move = None if away else fallen(row, pool_id, by, Span(recorded.at, until), span)
        if move:
            made.append(move)
            away = True
    return made


def steps(history: Sequence[Recorded], span: Span) -> Iterator[tuple[Recorded, datetime]]:
    """Each event, and until when nothing else was known."""
    ordered = sorted(history, key=lambda recorded: recorded.at)
    for one, following in pairwise([*ordered, None]):
        assert one
        yield one, min(following.at, span.end) if following else span.end


def gets_owner(recorded: Recorded) -> bool:
    event = recorded.event
    return isinstance(event, OwnershipEvent) and owner_after(event) is not None


def fallen(row: Row, pool_id: str, by: Ruling, known: Span, asked: Span) -> Move | None:
    """The move that its state between two events leads to, if it falls into the time asked for."""
    if row.get("home") != pool_id or (found := verdict(row, by)) is None:
        return None
    at = max(found.due_at, known.begin, asked.begin)
    return Move(row["owner"], at, found) if at < known.end else None


def read(happenings: Iterable[Mapping[str, Any]]) -> list[Recorded]:
    """A customer's timeline as events again; what does not concern a return passes by."""
    concerned = {cls.__name__ for cls in HEARD.targets if HELD in HEARD.targets[cls]}
    return [event(told) for told in happenings if told["what"] in concerned]


def event(told: Mapping[str, Any]) -> Recorded:
    source, _, position = told["position"].partition(":")
    codec: Codec = HEARD.sources[source]
    data = told["details"] | {"customer_id": told["customer_id"], "at": told["at"]}
    made = codec.load(told["what"], codec.versions[told["what"]], data)
    at = datetime.fromisoformat(told["recorded_at"])
    return Recorded(source, int(position), "", 1, made, at)
