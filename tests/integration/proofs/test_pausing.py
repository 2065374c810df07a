"""The winner of a race for the end of a log pauses, the loser does not: kept and broken."""

import random
from collections.abc import Iterator
from time import monotonic
from typing import Any
from unittest.mock import patch

import pytest
from pymongo.database import Database

from kernel import end_of_log
from kernel.end_of_log import Pace
from kernel.mongo import MongoLog
from tests.integration.servers import throwaway_database
from tests.log_contract import draft, entry

Documents = Database[dict[str, Any]]


@pytest.fixture
def database() -> Iterator[Documents]:
    with throwaway_database() as made:
        yield made


@pytest.fixture
def log(database: Documents) -> MongoLog:
    made = MongoLog(database, "test")
    made.create_indexes()
    return made


class LosersPause(Pace):
    """Backoff as it is usually done."""

    def rest(self, began: float, lost: bool) -> None:
        if lost:
            end_of_log.sleep(random.uniform(0, 4 * self._average))


@pytest.mark.parametrize(("pace", "who"), [(Pace, ["winner"]), (LosersPause, ["loser"])])
def test_the_winner_pauses_and_the_loser_tries_again_at_once(
    database: Documents, log: MongoLog, pace: type[Pace], who: list[str]
) -> None:
    """Who has just lost a race and then wins one lets others in; see decision 0001 for p99."""
    turns: list[str] = []

    class Watched(pace):  # type: ignore[misc, valid-type]
        def rest(self, began: float, lost: bool) -> None:
            turns.append("loser" if lost else "winner")
            super().rest(began, lost)

    log.append(draft("mine", entry("a/1", 1)))
    MongoLog(database, "test").append(draft("the rival's", entry("b/1", 1)))
    log.end._pace, paused = Watched(), []
    with patch.object(end_of_log, "sleep", lambda seconds: paused.append(turns[-1])):
        log.append(draft("mine again", entry("a/1", 2)))
    assert turns == ["loser", "winner"]
    assert paused == who


def test_a_winner_who_has_lost_to_nobody_does_not_pause(log: MongoLog) -> None:
    def never(seconds: float) -> None:
        raise AssertionError("nobody is there to be let in")

    with patch.object(end_of_log, "sleep", never):
        for number in range(3):
            log.append(draft(f"{number}", entry(f"a/{number}", 1)))
    pace = Pace()
    pace._lost_at = monotonic() - 1.1
    with patch.object(end_of_log, "sleep", never):
        pace.rest(monotonic(), lost=False)
