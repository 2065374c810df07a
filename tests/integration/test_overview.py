"""Operators see every log and whoever follows it, from the databases alone, also half broken."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from threading import Timer
from typing import Any

import pytest

from kernel import overview as overviews
from kernel.database import service_database
from kernel.group import Reactions
from kernel.lease import Lease
from kernel.log import Draft
from kernel.mongo import MongoLog
from kernel.overview import overview
from tests.game import CODECS, Scored, World, group
from tests.integration.servers import throwaway_databases

STAND = group("fair")
ECHO = Reactions("echo", "game", {"game": CODECS["game"]}, lambda recorded: [])


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with throwaway_databases(monkeypatch) as made:
        yield made


def write(client: Any, source: str, *commits: tuple[int, int, float]) -> None:
    """Position, number of events, seconds ago."""
    now = client.admin.command("hello")["localTime"].replace(tzinfo=UTC)
    service_database(client, source)["log"].insert_many(
        [
            {"_id": at, "events": [{}] * size, "at": now - timedelta(seconds=ago)}
            for at, size, ago in commits
        ]
    )


def follow(client: Any, service: str, id: str, **positions: int) -> None:
    checkpoints = service_database(client, service)["checkpoints"]
    checkpoints.insert_one({"_id": id, "positions": positions, "rev": 1})


def seen(client: Any) -> tuple[dict[str, Any], dict[tuple[str, str], Any]]:
    found = overview(client, (STAND, ECHO))
    logs = {log["source"]: log for log in found["logs"]}
    return logs, {(line["queue"], line["source"]): line for line in found["following"]}


def test_of_nothing_there_is_nothing_to_see_and_nobody_at_work(client: Any) -> None:
    logs, following = seen(client)
    assert logs["game"]["head"] == logs["game"]["published"] == 0
    assert logs["game"]["relay"] == ""
    assert [line["behind"] for line in following.values()] == [0, 0, 0]
    assert {line["worker"] for line in following.values()} == {""}


def test_what_waits_is_counted_and_as_old_as_its_first_event(client: Any) -> None:
    write(client, "game", (1, 2, 500), (3, 3, 100), (6, 1, 5))
    service_database(client, "game")["cursors"].insert_one({"_id": "relay", "position": 2})
    follow(client, "fair", "stand.g1", game=5)
    logs, following = seen(client)
    assert (logs["game"]["head"], logs["game"]["unpublished"]) == (6, 4)
    assert 100 <= logs["game"]["seconds"] < 130
    assert following["fair.stand", "game"]["behind"] == 1
    assert 5 <= following["fair.stand", "game"]["seconds"] < 35
    assert following["fair.stand", "game"]["moving"] is False
    assert following["game.echo", "game"]["behind"] == 6
    assert following["fair.stand", "shop"]["moving"] is None


def test_amid_a_commit_the_age_is_that_of_the_commit(client: Any) -> None:
    write(client, "game", (1, 2, 500), (3, 3, 100))
    follow(client, "fair", "stand.g1", game=4)
    assert 100 <= seen(client)[1]["fair.stand", "game"]["seconds"] < 130


def test_the_live_generation_is_the_one_that_counts(client: Any) -> None:
    write(client, "game", (1, 4, 1))
    follow(client, "fair", "stand.g1", game=4)
    follow(client, "fair", "stand.g2", game=1)
    service_database(client, "fair")["generations"].insert_one({"_id": "stand", "live": 2})
    line = seen(client)[1]["fair.stand", "game"]
    assert (line["generation"], line["behind"]) == (2, 3)


def test_leases_tell_who_works_and_one_that_ran_out_tells_nothing(client: Any) -> None:
    leases = service_database(client, "fair")["leases"]
    assert Lease(leases, "subscription/fair.stand", "host/1/a", 60).acquire()
    assert Lease(leases, "rebuild/stand", "host/2/b", 60).acquire()
    relays = service_database(client, "game")["leases"]
    assert Lease(relays, "relay", "host:3:c", 0).acquire()
    logs, following = seen(client)
    line = following["fair.stand", "game"]
    assert (line["worker"], line["rebuilding"]) == ("host/1/a", True)
    assert logs["game"]["relay"] == ""


def test_parked_streams_are_counted_by_source(client: Any) -> None:
    parked = service_database(client, "fair")["parked"]
    for source, stream, position in (("game", "a", 1), ("game", "a", 2), ("game", "b", 3)):
        parked.insert_one(
            {"checkpoint": "stand.g1", "source": source, "stream": stream, "position": position,
             "envelope": "{}", "error": "no"}
        )  # fmt: skip
    following = seen(client)[1]
    line = following["fair.stand", "game"]
    assert (line["parked_streams"], line["parked_events"]) == (2, 3)
    assert following["fair.stand", "shop"]["parked_streams"] == 0


def test_a_damaged_log_and_a_checkpoint_beyond_it_are_shown_as_far_as_they_can_be(
    client: Any,
) -> None:
    log = service_database(client, "game")["log"]
    log.insert_one({"_id": 1, "events": "gone", "at": "yesterday"})
    log.insert_one({"_id": "notes"})
    follow(client, "fair", "stand.g1", game=9)
    logs, following = seen(client)
    assert (logs["game"]["head"], logs["game"]["seconds"]) == (1, 0)
    assert following["fair.stand", "game"]["behind"] == -8


def test_who_moves_is_told_from_who_stands_still(client: Any) -> None:
    write(client, "game", (1, 9, 60))
    follow(client, "fair", "stand.g1", game=3)
    moves = service_database(client, "fair")["checkpoints"]

    def move() -> None:
        moves.update_one({"_id": "stand.g1"}, {"$set": {"positions.game": 4}})

    timer = Timer(0.4, move)
    timer.start()
    following = seen(client)[1]
    timer.join()
    assert following["fair.stand", "game"]["moving"] is True
    assert following["game.echo", "game"]["moving"] is False


def test_a_log_that_is_written_meanwhile_has_lost_nothing(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However far the log, its relay and its readers come as soon as its end has been read."""
    write(client, "game", (1, 9, 60))
    follow(client, "fair", "stand.g1", game=9)
    game, fair = service_database(client, "game"), service_database(client, "fair")
    game["cursors"].insert_one({"_id": "relay", "position": 9})
    read = overviews.head

    def head(database: Any) -> int:
        end = read(database)
        if database.name == game.name:
            write(client, "game", (end + 1, 1, 0))
            game["cursors"].update_one({"_id": "relay"}, {"$set": {"position": end + 1}})
            fair["checkpoints"].update_one({}, {"$set": {"positions.game": end + 1}})
        return end

    monkeypatch.setattr(overviews, "head", head)
    logs, following = seen(client)
    [moved] = fair["checkpoints"].find()
    assert moved["positions"]["game"] > 9
    assert logs["game"]["unpublished"] >= 0
    assert following["fair.stand", "game"]["behind"] >= 0


def test_across_a_hole_the_age_is_that_of_the_next_event_that_is_there(client: Any) -> None:
    """Not of the one before the hole, which everybody has read long ago."""
    write(client, "game", (1, 2, 5000), (6, 1, 50))
    service_database(client, "game")["cursors"].insert_one({"_id": "relay", "position": 2})
    follow(client, "fair", "stand.g1", game=2)
    logs, following = seen(client)
    assert 50 <= logs["game"]["seconds"] < 80
    assert 50 <= following["fair.stand", "game"]["seconds"] < 80


def test_a_hole_and_a_damaged_commit_are_seen_by_who_stands_before_them(client: Any) -> None:
    write(client, "game", (1, 2, 500), (4, 2, 100), (6, 1, 50))
    service_database(client, "game")["cursors"].insert_one({"_id": "relay", "position": 2})
    follow(client, "fair", "stand.g1", game=4)
    logs, following = seen(client)
    assert logs["game"]["fault"] == "game: 3 is missing"
    damage = "the commit at 4 cannot be read: meta is missing"
    assert following["fair.stand", "game"]["fault"] == damage
    assert following["fair.stand", "shop"]["fault"] == ""


def test_before_events_that_are_whole_there_is_no_fault(client: Any) -> None:
    log = MongoLog(service_database(client, "game"), "game")
    world = World()
    world.happen(Scored("ann", 1), Scored("ann", 2))
    [commit] = world.logs["game"].commits
    log.append(Draft(commit.entries, commit.at, commit.meta))
    follow(client, "fair", "stand.g1", game=1)
    logs, following = seen(client)
    assert logs["game"]["fault"] == following["fair.stand", "game"]["fault"] == ""


def test_what_a_newer_program_has_written_is_told_and_not_guessed(client: Any) -> None:
    write(client, "game", (1, 4, 1))
    database = service_database(client, "fair")
    follow(client, "fair", "stand.g1", game=2)
    database["checkpoints"].update_one({"_id": "stand.g1"}, {"$set": {"format": 2}})
    line = seen(client)[1]["fair.stand", "game"]
    assert "stand.g1 was written by a newer version (format 2" in line["newer"]
    assert "./crm rebuild" in line["newer"]
    assert (line["behind"], line["generation"], line["moving"]) == (0, 0, None)
    database["generations"].insert_one({"_id": "stand", "live": {"of": "some kind"}, "format": 2})
    assert (
        "the generations of stand are kept by a newer"
        in (seen(client)[1]["fair.stand", "game"]["newer"])
    )


def test_reactions_of_a_newer_program_cannot_be_rebuilt_and_are_not_told_to(client: Any) -> None:
    follow(client, "game", "echo.g1", game=0)
    checkpoints = service_database(client, "game")["checkpoints"]
    checkpoints.update_one({"_id": "echo.g1"}, {"$set": {"format": 2}})
    newer = seen(client)[1]["game.echo", "game"]["newer"]
    assert "deploy that version" in newer
    assert "rebuild" not in newer
