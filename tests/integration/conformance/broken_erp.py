"""The reference subscriber with one of its guards taken out: what the harness must not let pass."""

import sys
import time
from collections.abc import Callable
from typing import Any

from examples.erp import __main__ as program
from examples.erp import subscriber
from examples.erp.subscriber import Subscriber

BETWEEN_SECONDS = 0.02  # a slow disk


class WithoutDedupe(Subscriber):
    """Each message is a new one; an ERP that numbers by itself then books it under a new number."""

    def advance(self, source: str, events: list[dict[str, Any]], to: int) -> None:
        if to > self.last[source]:
            return super().advance(source, events, to)
        again = [event | {"id": f"{event['id']} again at {time.time()}"} for event in events]
        super().advance(source, again, self.last[source])


def every(last: int, position: int) -> str:
    return "book"


def without_gap_check(last: int, position: int) -> str:
    return "forget" if position <= last else "book"


class AcknowledgesFirst(Subscriber):
    """The checkpoint stands in a transaction before the one that books."""

    def advance(self, source: str, events: list[dict[str, Any]], to: int) -> None:
        super().advance(source, [], to)
        time.sleep(BETWEEN_SECONDS)
        with self.database.transaction():
            for event in events:
                subscriber.book(self.database, event)


class IgnoresOrder(Subscriber):
    """Loses nothing and books nothing twice, but takes events as they come."""

    reading = False

    def catch_up(self, source: str) -> None:
        self.reading = True
        super().catch_up(source)
        self.reading = False

    def advance(self, source: str, events: list[dict[str, Any]], to: int) -> None:
        """Its checkpoint stands before the first hole; what it has seen behind is kept apart."""
        reached = to if self.reading or to == self.last[source] + 1 else self.last[source]
        with self.database.transaction():
            self.database.run("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY)")
            self.database.move(self.last, self.last | {source: reached})
            seen = {id_ for (id_,) in self.database.run("SELECT id FROM seen").fetchall()}
            for event in events:
                if event["id"] not in seen:
                    self.database.run("INSERT INTO seen VALUES (?)", event["id"])
                    subscriber.book(self.database, event)
        self.last = self.last | {source: reached}
        self.heard[source] = time.monotonic()


BROKEN: dict[str, tuple[type[Subscriber], Callable[[int, int], str]]] = {
    "whole": (Subscriber, subscriber.verdict),
    "without-dedupe": (WithoutDedupe, every),
    "without-gap-check": (Subscriber, without_gap_check),
    "acknowledges-first": (AcknowledgesFirst, subscriber.verdict),
    "ignores-order": (IgnoresOrder, without_gap_check),
}

if __name__ == "__main__":
    program.Subscriber, subscriber.verdict = BROKEN[sys.argv[1]]
    sys.exit(program.main(sys.argv[2:]))
