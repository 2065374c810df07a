"""A network or write-concern error acknowledges nothing, loses nothing and writes nothing twice."""

import pytest
from pymongo.errors import AutoReconnect, BulkWriteError

from kernel.change import change, create
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.end_of_log import EndOfLog
from kernel.flush import Flusher
from kernel.log import Duplicate
from kernel.mongo import MongoLog
from kernel.refusal import Indeterminate
from kernel.states import States
from tests.integration.servers import throwaway_database
from tests.log_contract import draft, entry
from tests.unit.kernel.till import TILL, TillEvent, open_till, pay


class Unreliable:
    """A real collection behind a network that swallows some answers, or some requests."""

    def __init__(self, collection, *failures):
        self.collection = collection
        self.failures = list(failures)

    def __getattr__(self, name):
        return getattr(self.collection, name)

    def insert_many(self, documents, ordered):
        failure = self.failures.pop(0) if self.failures else None
        if failure != "request lost":
            self.collection.insert_many(documents, ordered=ordered)
        if failure == "no majority":
            raise BulkWriteError({"writeConcernErrors": [{"code": 64}], "nInserted": 1})
        if failure:
            raise AutoReconnect(failure)


@pytest.fixture
def make_log():
    with throwaway_database() as database:

        def make(*failures, give_up=6.0):
            log = MongoLog(database, "test")
            log.create_indexes()
            log.end = EndOfLog(Unreliable(log.collection, *failures), give_up)
            log._flusher = Flusher(log.end)
            return log

        yield make


@pytest.mark.parametrize("failure", ["answer lost", "no majority"])
def test_a_commit_whose_answer_was_lost_is_found_again_under_its_command_id(make_log, failure):
    log = make_log(failure)

    with pytest.raises(Duplicate) as caught:
        log.append(draft("1", entry("a/1", 1)))
    assert caught.value.commit.position == log.head() == 1


def test_a_commit_whose_request_was_lost_is_sent_again(make_log):
    log = make_log("request lost", "request lost")

    assert log.append(draft("1", entry("a/1", 1))).position == 1
    assert log.head() == 1


@pytest.mark.parametrize("failure", ["answer lost", "no majority", "request lost"])
def test_the_caller_of_the_command_handler_notices_nothing(make_log, failure):
    log = make_log(None, failure)
    states = States(log, Codec(TillEvent))

    Commits(states, Context(command_id="1")).commit(create(TILL, "1", open_till, "1"))
    receipt = Commits(states, Context(command_id="2")).commit(change(TILL, "1", pay, "1", 5))

    assert (receipt.version, receipt.position, log.head()) == (2, 2, 2)


def test_a_server_that_stays_away_leaves_the_outcome_open_within_a_limit(make_log):
    log = make_log(*["request lost"] * 50, give_up=0.2)

    with pytest.raises(Indeterminate):
        log.append(draft("1", entry("a/1", 1)))
    log.end.collection.failures.clear()
    assert log.append(draft("1", entry("a/1", 1))).position == 1
