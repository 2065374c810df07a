"""The rules of writing at the end of a log in MongoDB, each kept and each broken."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from pymongo import MongoClient, monitoring
from pymongo.database import Database
from pymongo.errors import AutoReconnect

from kernel import one_message
from kernel.change import change, create
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.end_of_log import EndOfLog
from kernel.group_commit import Insert, Taken, Written
from kernel.mongo import MongoLog
from kernel.one_message import Bodies
from kernel.settings import mongo_uri
from kernel.states import States
from tests.contests import history
from tests.integration.servers import throwaway_database
from tests.log_contract import draft, entry
from tests.unit.kernel.replica import Hole, Replica, Writer
from tests.unit.kernel.till import TILL, TillEvent, open_till, pay

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


def damage(log: MongoLog) -> dict[str, int]:
    found = history.damage(list(log.collection.find().sort("_id")))
    return {what: number for what, number in found.items() if number}


class Through:
    """A collection whose inserts go another way."""

    def __init__(self, collection: Any) -> None:
        self.collection = collection

    def __getattr__(self, name: str) -> Any:
        return getattr(self.collection, name)


class Unordered(Through):
    def insert_many(self, documents: Any, ordered: bool) -> Any:
        return self.collection.insert_many(documents, ordered=False)


@pytest.mark.parametrize(("way", "wrong"), [(Through, {}), (Unordered, {"positions": 1})])
def test_a_batch_is_written_in_order_and_stops_at_the_first_that_does_not_fit(
    log: MongoLog, way: type[Through], wrong: dict[str, int]
) -> None:
    """The second of three is refused; written regardless, the third leaves a hole before it."""
    log.append(draft("0", entry("a/taken", 1)))
    drafts = [draft(c, entry(f"a/{c}", 1)) for c in ("1", "taken", "3")]
    outcomes: list[Any] = [None] * 3

    EndOfLog(way(log.collection)).write(drafts, outcomes)  # type: ignore[arg-type]

    assert outcomes[1] == Taken("a/taken@1")
    assert {what.split()[0]: number for what, number in damage(log).items()} == wrong


class TwoMessages(Writer):
    """As the driver does when a batch is too long for one: a write-concern error, which a
    failover gives, does not keep it from sending the second message to the next primary."""

    def _ask(self) -> None:
        if not isinstance(self.step, Insert) or len(self.step.commits) < 2:
            return super()._ask()
        self.replica.insert(self.step.commits[:1])
        self.replica.fail_over(kept=0)
        step, self.step = self.step, Insert(self.step.commits[1:])
        super()._ask()
        self.step = step


class OneMessage(Writer):
    """The same failover, just after the one message."""

    def _ask(self) -> None:
        together = isinstance(self.step, Insert) and len(self.step.commits) > 1
        super()._ask()
        if together and not self.replica.elections:
            self.replica.fail_over(kept=0)


def play(writer: Writer) -> None:
    for _ in range(20):
        writer.advance()
        writer.replica.replicate()


def batch() -> list[list[Any]]:
    return [[draft("1", entry("a/1", 1)), draft("2", entry("b/1", 1))]]


def test_a_batch_in_one_message_is_lost_or_kept_from_its_end() -> None:
    writer = OneMessage(Replica(), batch())
    play(writer)
    assert [commit.position for commit in writer.acknowledged] == [1, 2]


def test_a_batch_in_two_messages_leaves_a_hole_when_the_primary_changes_between_them() -> None:
    with pytest.raises(Hole):
        play(TwoMessages(Replica(), batch()))


class Counted(Through, monitoring.CommandListener):
    """Notes how many batches were handed to the driver, and how many messages it made of them."""

    handed = sent = 0

    def insert_many(self, documents: Any, ordered: bool) -> Any:
        self.handed += 1
        return self.collection.insert_many(documents, ordered=ordered)

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.sent += event.command_name == "insert"

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...
    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


@pytest.mark.parametrize(
    ("limit", "handed", "sent"), [(one_message.MESSAGE_BYTES, 4, 4), (10**9, 1, 2)]
)
def test_what_is_too_long_for_one_message_is_handed_over_batch_by_batch(
    log: MongoLog, limit: int, handed: int, sent: int
) -> None:
    """Without the limit the driver makes two messages of one batch."""
    drafts = [draft(f"{n}", entry(f"a/{n}", 1)) for n in range(4)]
    for made in drafts:
        made.entries[0].data["text"] = "x" * 13_000_000
    outcomes: list[Any] = [None] * 4
    counted = Counted(None)
    client: MongoClient[dict[str, Any]] = MongoClient(mongo_uri(), event_listeners=[counted])
    with client, patch.object(one_message, "MESSAGE_BYTES", limit):
        counted.collection = client[log.collection.database.name]["log"]
        EndOfLog(counted).write(drafts, outcomes)  # type: ignore[arg-type]

    assert (counted.handed, counted.sent) == (handed, sent)
    assert [outcome.position for outcome in outcomes] == [1, 2, 3, 4]


class Losing(Through):
    """A network that loses the first request, or the answer to it."""

    def __init__(self, collection: Any, what: str) -> None:
        super().__init__(collection)
        self.what = what

    def insert_many(self, documents: Any, ordered: bool) -> Any:
        what, self.what = self.what, ""
        if what != "request":
            self.collection.insert_many(documents, ordered=ordered)
        if what:
            raise AutoReconnect(what)


class Trusting(EndOfLog):
    """Takes silence for consent."""

    def _insert_once(self, step: Insert) -> Written:
        written = super()._insert_once(step)
        return Written(len(step.commits)) if written.unknown else written


class Renaming(EndOfLog):
    """Sends again under a new command id what may have been written."""

    def _insert_once(self, step: Insert) -> Written:
        self._bodies = Bodies()  # what has been encoded has the old id in it
        renamed = [replace(c, meta=c.meta | {"command_id": uuid4().hex}) for c in step.commits]
        return super()._insert_once(Insert(renamed))


@pytest.mark.parametrize(("end", "there"), [(EndOfLog, True), (Trusting, False)])
def test_a_network_error_acknowledges_nothing(
    log: MongoLog, end: type[EndOfLog], there: bool
) -> None:
    outcomes: list[Any] = [None]

    end(Losing(log.collection, "request")).write(  # type: ignore[arg-type]
        [draft("1", entry("a/1", 1))], outcomes
    )

    assert outcomes[0].position == 1  # acknowledged …
    assert (log.find("1") is not None) is there  # … and there, or lost


@pytest.mark.parametrize(("end", "coins"), [(EndOfLog, 5), (Renaming, 10)])
def test_after_a_network_error_the_same_command_ids_are_sent_again(
    log: MongoLog, end: type[EndOfLog], coins: int
) -> None:
    """The answer is lost, not the commit: under a new id the payment is made twice."""
    states = States(log, Codec(TillEvent))
    Commits(states, Context(command_id="1")).commit(create(TILL, "1", open_till, "1"))
    log._flusher.end_of_log = end(Losing(log.collection, "answer"))  # type: ignore[arg-type]

    Commits(states, Context(command_id="2")).commit(change(TILL, "1", pay, "1", 5))

    assert States(log, Codec(TillEvent)).load(TILL, "1", fresh=True).state == coins
