"""Whole decisions in one process: load the stream, decide, append; on one stream or on many."""

from datetime import UTC, datetime
from functools import partial

from bench.figures import Round
from bench.own_log import own_log
from bench.side_by_side import side_by_side
from kernel.change import change
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.mongo import MongoLog
from kernel.states import States
from services.customer.events import Event
from services.customer.portfolio import PORTFOLIO, Limits, take

LIMITS = Limits(10**9, 10**9)


class Desk:
    """Where customers are taken into portfolios."""

    def __init__(self, log: MongoLog) -> None:
        self.states = States(log, Codec(Event))

    def take(self, person: str, command_id: str) -> None:
        at = datetime.now(UTC)
        taking = change(PORTFOLIO, person, take, person, command_id, LIMITS, at, at.date())
        Commits(self.states, Context(person, "sales", command_id)).commit(taking)


def busy_stream(writers: int, before: int, each: int) -> Round:
    """Many claims of one person: all touch the same portfolio, which has a history already."""
    with own_log() as log:
        desk = Desk(log)
        for number in range(before):
            desk.take("ann", f"before.{number}")
        return side_by_side(
            [
                [partial(desk.take, "ann", f"{writer}.{number}") for number in range(each)]
                for writer in range(writers)
            ]
        )


def own_streams(writers: int, each: int) -> Round:
    """A person for each writer."""
    with own_log() as log:
        desk = Desk(log)
        return side_by_side(
            [
                [partial(desk.take, f"p{writer}", f"{writer}.{number}") for number in range(each)]
                for writer in range(writers)
            ]
        )
