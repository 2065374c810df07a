"""Work in bulk at the end of a log is told of by who does it, and lasts no longer than that."""

from collections.abc import Iterator
from itertools import count
from time import monotonic
from typing import Any

import pytest
from pymongo.database import Database

from kernel import rush
from kernel.mongo import MongoLog
from kernel.rush import Rush
from tests.integration.relaying import eventually, rig
from tests.integration.servers import throwaway_database


@pytest.fixture
def database() -> Iterator[Database[Any]]:
    with throwaway_database() as made:
        yield made


def test_it_is_on_for_everybody_until_it_ends(database: Database[Any]) -> None:
    at_work, log = Rush(database), MongoLog(database, "thing")
    assert not log.rushed()
    at_work.go_on()
    assert log.rushed()
    at_work.end()
    assert not log.rushed()
    at_work.go_on()  # at once, although it was told just now
    assert log.rushed()


def test_a_log_tells_of_it_and_that_it_is_over(database: Database[Any]) -> None:
    writing, following = MongoLog(database, "thing"), MongoLog(database, "thing")
    writing.rush(on=True)
    assert following.rushed()
    writing.rush(on=False)
    assert not following.rushed()


def test_who_has_died_is_waited_for_no_longer(
    database: Database[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rush, "LASTS_SECONDS", 0.1)
    at_work = Rush(database)
    at_work.go_on()
    until = monotonic() + 5
    while at_work.on():
        assert monotonic() < until


def test_a_relay_lets_it_pass_and_then_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rush, "LASTS_SECONDS", 60.0)
    with rig() as system:
        looks, rushed = count(1), system.log.rushed
        monkeypatch.setattr(system.log, "rushed", lambda: bool(next(looks)) and rushed())
        at_work = Rush(system.database)
        at_work.go_on()
        system.commit(1_200, 1_200, 1_200, 1)
        relay = system.relay()
        eventually(lambda: next(looks) > 4 and relay.status.position == 1_200)
        assert system.positions(upto=1_200) == list(range(1, 1_201))

        at_work.end()

        assert system.positions(upto=3_601) == list(range(1_201, 3_602))
