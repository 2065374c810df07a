"""A rebuild is killed at its worst moments while the live rows move on and somebody reads them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread

import pytest

from kernel import contrast
from kernel.engine import Engine
from kernel.generations import rebuild
from kernel.live import Documents, generations
from kernel.rows import Rows
from kernel.switching import advance
from tests.game import group
from tests.integration.projection.long_history import WORLD, fetch
from tests.integration.projection.rebuilding import BUILT, READING, SWITCHED
from tests.integration.projection.stand import expected, stored

PAUSE = 0.002  # seconds between two looks of the reader
PLAYERS = 8


class Reader:
    """Looks again and again at rows that only become more."""

    def __init__(self, database: Documents) -> None:
        hours = count()  # each look asks anew which generation is live
        self.rows = Rows(database, group(), clock=lambda: 3_600.0 * next(hours))
        self.seen: list[tuple[int, int]] = []  # events that were counted, and players
        self.wrong: list[BaseException] = []
        self.over = Event()

    def read(self) -> None:
        try:
            while not self.over.wait(PAUSE):
                [everybody] = self.rows.collection("tally").find({"_id": "all"})
                players = self.rows.collection("totals").count_documents({})
                self.seen.append((everybody["events"], players))
        except BaseException as error:
            self.wrong.append(error)

    def until_it_has_looked(self) -> None:
        wanted = len(self.seen) + 3
        while len(self.seen) < wanted and not self.wrong:
            self.over.wait(PAUSE)


@contextmanager
def reading(database: Documents) -> Iterator[Reader]:
    reader = Reader(database)
    thread = Thread(target=reader.read)
    thread.start()
    try:
        reader.until_it_has_looked()
        yield reader
        reader.until_it_has_looked()
    finally:
        reader.over.set()
        thread.join()


@contextmanager
def killed(database: Documents, stage: str) -> Iterator[None]:
    """During the block a rebuild stands at the stage; at its end it is killed."""
    module = "tests.integration.projection.rebuilding"
    command = [sys.executable, "-W", "ignore", "-m", module, stage, database.name]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout
            assert child.stdout.readline() == b"here\n"
            yield
        finally:
            child.kill()
    database["leases"].delete_many({})  # it gives nothing back; its lease runs out


def live_at(database: Documents, part: int) -> None:
    """The live rows go on, to so many tenths of the history."""
    upto = {source: head * part // 10 for source, head in WORLD.heads.items()}
    advance(Engine(database, group()), fetch, upto)


@pytest.mark.parametrize("stage", [READING, BUILT, SWITCHED])
def test_kill_9_of_a_rebuild_is_seen_by_nobody_who_reads(
    database: Documents, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    monkeypatch.setattr(contrast, "PATIENCE", 0.1)  # live rows that are behind stay behind
    live_at(database, 5)
    with reading(database) as reader:
        with killed(database, stage):
            live_at(database, 7)
            reader.until_it_has_looked()
        live_at(database, 8)
        result = rebuild(database, group(), fetch, lambda line: None)
        live_at(database, 10)
    assert reader.wrong == []
    assert reader.seen == sorted(reader.seen)
    assert reader.seen[0][1] == PLAYERS
    assert result.generation == generations(database, "stand").live > 1
    assert stored(database, result.generation) == expected(WORLD)
