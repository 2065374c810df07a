"""A log that is damaged or was restored: nothing behind it is handed on, and all say why."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from kernel import end_of_log
from kernel.document import Damaged
from kernel.feed import Hole, feed
from kernel.history import LOST, Rewound
from kernel.log import Draft, Entry
from kernel.mending import fill, hole, mend_log
from kernel.mongo import MongoLog
from tests.integration.relaying import Rig, Running, deduplicated, eventually, rig


@pytest.fixture
def system() -> Iterator[Rig]:
    with rig() as made:
        yield made


def break_(system: Rig, position: int, **fields: Any) -> None:
    changed = system.database["log"].update_one({"_id": position}, {"$set": fields})
    assert changed.modified_count == 1


def refused(relay: Running, *words: str) -> None:
    """It says why, and is not ready; it neither ends nor goes on."""
    eventually(lambda: all(word in relay.status.error for word in words))
    assert not relay.status.ready
    assert relay.status.why == relay.status.error
    assert relay.defect is None


DAMAGES = [
    {"events": [{"stream": "thing/x", "version": 1, "type": "Happened", "v": 1}]},
    {"events": "gone"},
    {"at": "2026-01-05T00:00:00Z"},
    {"events": [{"stream": "t", "version": "1", "type": "Happened", "v": 1, "data": {}}]},
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_commit_stops_the_relay_before_it_and_is_named(
    system: Rig, damage: dict[str, Any]
) -> None:
    system.commit(1, 1, 1, 1)
    break_(system, 3, **damage)
    relay = system.relay()
    refused(relay, "the commit at 3 cannot be read", "./crm verify")
    assert [envelope["position"] for envelope in system.received()] == [1, 2]
    assert feed(system.log, after=0, limit=10)["next"] == 2
    with pytest.raises(Damaged, match="the commit at 3"):
        feed(system.log, after=2, limit=10)


def test_a_damaged_last_commit_takes_no_new_ones_behind_it(system: Rig) -> None:
    system.commit(1, 1)
    break_(system, 2, events={"no": "list"})
    with pytest.raises(Damaged, match="the commit at 2"):
        system.log.head()
    restarted = MongoLog(system.database, system.log.source)
    with pytest.raises(Damaged):
        restarted.append(draft())


def test_a_relay_goes_on_by_itself_when_the_commit_is_mended(system: Rig) -> None:
    system.commit(1, 1, 1)
    whole = system.database["log"].find_one({"_id": 2})
    break_(system, 2, events=[])
    relay = system.relay()
    refused(relay, "the commit at 2")
    system.database["log"].replace_one({"_id": 2}, whole)
    assert deduplicated(system.positions(upto=3)) == [1, 2, 3]
    eventually(lambda: relay.status.ready and not relay.status.error)


def test_a_hole_stops_the_relay_before_it_and_is_named(system: Rig) -> None:
    system.commit(1, 2, 1)
    system.database["log"].delete_one({"_id": 2})
    refused(system.relay(), "2 to 3 are missing", f"./crm verify {system.log.source}")
    assert [envelope["position"] for envelope in system.received()] == [1]
    with pytest.raises(Hole, match="log-hole"):
        feed(system.log, after=0, limit=10)


def test_a_document_of_somebody_else_does_not_confuse_the_end_of_the_log(system: Rig) -> None:
    system.commit(1)
    system.database["log"].insert_one({"_id": "notes", "keys": ["notes"]})
    assert system.log.head() == 1
    system.commit(2)
    system.relay()
    assert system.positions(upto=3) == [1, 2, 3]


def test_after_a_restore_the_relay_publishes_nothing_until_the_log_is_mended(system: Rig) -> None:
    system.commit(1, 2, 2)
    first = system.relay()
    system.positions(upto=5)
    first.finish()
    system.database["log"].delete_many({"_id": {"$gt": 1}})  # the backup was older
    relay = system.relay()
    refused(relay, "5 has been read, and the log ends at 1", f"./crm mend {system.log.source}")
    assert system.received() == []
    mend_log(system.database, system.log.source, 5)
    system.commit(1)
    assert system.positions(upto=6) == [6]
    eventually(lambda: relay.status.ready)


def test_while_a_relay_runs_it_notices_a_restore_as_well(system: Rig) -> None:
    system.commit(1, 1)
    relay = system.relay()
    system.positions(upto=2)
    eventually(lambda: system.status["position"] == 2)
    system.database["log"].delete_one({"_id": 2})
    refused(relay, "2 has been read")


def test_a_log_that_has_grown_again_since_its_restore_is_not_taken_for_the_old_one(
    system: Rig,
) -> None:
    system.commit(1, 1)
    first = system.relay()
    system.positions(upto=2)
    first.finish()
    assert system.database["cursors"].find_one()["mark"]
    system.database["log"].delete_one({"_id": 2})
    confirmed(system).append(draft())
    confirmed(system).append(draft())
    refused(system.relay(), "at 2 the log holds another event")


def test_nothing_is_written_where_published_events_would_be_written_over(system: Rig) -> None:
    system.commit(1, 1)
    relay = system.relay()
    system.positions(upto=2)
    relay.finish()
    system.database["log"].delete_one({"_id": 2})
    restarted = MongoLog(system.database, system.log.source)
    with pytest.raises(Rewound, match="log-went-back"):
        restarted.append(draft())
    fill(confirmed(system), 2)
    assert restarted.append(draft()).position == 3


def test_what_fills_a_log_says_that_it_is_lost_and_keeps_every_promise(system: Rig) -> None:
    log = confirmed(system)
    system.commit(1)
    fill(log, 4_500)
    fill(log, 4_500)
    fill(log, 4_501)
    page = feed(log, after=1, limit=10_000)
    assert page["head"] == 4_501
    assert {event["subject"] for event in page["events"]} == {"log/lost"}
    assert {event["type"].split(".")[2] for event in page["events"]} == {LOST}
    assert [event["version"] for event in page["events"]] == list(range(1, 4_501))


def confirmed(system: Rig) -> MongoLog:
    return MongoLog(system.database, system.log.source, confirmed=True)


def draft() -> Draft:
    entry = Entry(f"thing/{uuid4().hex}", 1, "Happened", 1, {"n": 1})
    return Draft((entry,), datetime.now(UTC), {"command_id": uuid4().hex})


def test_a_log_that_was_restored_under_a_service_gets_no_hole_from_it(
    system: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has written on from an end that it remembers; the restored log ends before that."""
    monkeypatch.setattr(end_of_log, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(end_of_log, "MAJORITY_SECONDS", 0.1)
    system.commit(1, 1, 1)
    system.database["log"].delete_many({"_id": {"$gt": 1}})
    with pytest.raises(Rewound, match="crm mend"):
        system.commit(1)
    assert "ends at 1" in system.log.lost
    assert system.log.head() == 1


def test_an_end_that_is_remembered_for_too_long_makes_a_hole(
    system: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule before broken, to see that it carries weight."""
    monkeypatch.setattr(end_of_log, "FRESH_SECONDS", 3600.0)
    system.commit(1, 1, 1)
    system.database["log"].delete_many({"_id": {"$gt": 1}})
    system.commit(1)
    with pytest.raises(Hole):
        feed(system.log, after=1, limit=10)
    assert hole(system.database) == "2 to 3 are missing"
