"""A reaction happens once, in its stream's order, whatever happens to its worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from kernel import checkpoint
from kernel.aggregate import Aggregate
from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Reactions
from kernel.lease import Fenced
from kernel.live import Documents
from kernel.mongo import MongoLog
from kernel.parked import ParkedStreams
from kernel.reacting import Reacting
from kernel.refusal import Rejected, Unavailable
from kernel.replay import drop, replay
from kernel.states import States
from tests.game import CODECS, Left, Scored, Whispered, World


@dataclass(frozen=True)
class Prized:
    player: str
    points: int


def award(prizes: int, player: str, points: int) -> list[Prized]:
    if points > 100:
        raise Rejected("too-good", "nobody scores that much")
    return [Prized(player, points)] if points else []


PRIZES: Aggregate[int, Prized] = Aggregate("prizes", 0, lambda n, _: n + 1, Prized, implicit=True)


def prize(recorded: Recorded) -> Sequence[Change[Any, Any]]:
    event = recorded.event
    if not isinstance(event, Scored):
        return []
    if event.points < 0:
        raise ValueError("nobody can score less than nothing")
    return [change(PRIZES, event.player, award, event.player, event.points)]


def mended(recorded: Recorded) -> Sequence[Change[Any, Any]]:
    return [] if getattr(recorded.event, "points", 0) < 0 else prize(recorded)


def reacting(database: Documents, react: Any = prize) -> Reacting:
    log = MongoLog(database, "jury")
    log.create_indexes()
    reactions = Reactions("prizes", "jury", {"game": CODECS["game"]}, react)
    return Reacting(database, reactions, States(log, Codec(Prized)))


def prizes(database: Documents) -> dict[str, list[int]]:
    """Points by player, in the order of the log."""
    found: dict[str, list[int]] = {}
    for commit in MongoLog(database, "jury").after(0, 1000):
        for entry in commit.entries:
            found.setdefault(entry.data["player"], []).append(entry.data["points"])
    return found


def test_each_event_is_answered_once_in_the_order_of_its_stream(
    database: Documents, world: World
) -> None:
    jury = reacting(database)
    events = [world.happen(Scored(f"p{n % 3}", n))[0] for n in range(1, 13)]
    jury.positions()
    jury.apply(events[:5])
    jury.apply(events[5:])
    assert prizes(database) == {"p0": [3, 6, 9, 12], "p1": [1, 4, 7, 10], "p2": [2, 5, 8, 11]}
    assert jury.positions() == {"game": 12}


def test_a_crash_before_the_checkpoint_repeats_the_command_without_effect(
    database: Documents, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = world.happen(Scored("ann", 1), Scored("ann", 2))
    jury = reacting(database)

    def power_cut(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(checkpoint, "advance", power_cut)
        with pytest.raises(KeyboardInterrupt):
            jury.apply(events)
    again = reacting(database)
    assert again.positions() == {"game": 0}
    again.apply(events)
    assert prizes(database) == {"ann": [1, 2]}


def test_the_answer_carries_what_it_followed_from(database: Documents, world: World) -> None:
    [event] = world.happen(Scored("ann", 1))
    jury = reacting(database)
    jury.apply([event | {"correlationid": "story-1", "traceparent": "00-ab-cd-01"}])
    [commit] = MongoLog(database, "jury").after(0, 10)
    expected = {
        "actor": "system",
        "command_id": "/guanxi/game/1/prizes",
        "causation_id": "/guanxi/game/1",
        "correlation_id": "story-1",
        "traceparent": "00-ab-cd-01",
    }
    assert expected.items() <= commit.meta.items()


def test_a_refusal_is_an_answer_and_later_events_go_on(database: Documents, world: World) -> None:
    jury = reacting(database)
    jury.apply(world.happen(Scored("ann", 1), Scored("ann", 101), Scored("ann", 2)))
    assert prizes(database) == {"ann": [1, 2]}
    assert jury.parked() == 0


def test_a_service_that_is_not_available_is_no_answer(database: Documents, world: World) -> None:
    away = [True]

    def react(recorded: Recorded) -> Sequence[Change[Any, Any]]:
        if away[0]:
            raise Unavailable("busy", retry_after=1)
        return prize(recorded)

    events = world.happen(Scored("ann", 1))
    jury = reacting(database, react)
    with pytest.raises(Unavailable):
        jury.apply(events)
    assert jury.positions() == {"game": 0}
    away[0] = False
    jury.apply(events)
    assert prizes(database) == {"ann": [1]}


def test_a_failing_reaction_stops_its_stream_and_no_other(
    database: Documents, world: World
) -> None:
    jury = reacting(database)
    jury.apply(world.happen(Scored("ann", 1), Scored("ann", -1), Scored("bob", 2)))
    jury.apply(world.happen(Scored("ann", 3), Scored("bob", 4)))
    assert prizes(database) == {"ann": [1], "bob": [2, 4]}
    [waiting] = ParkedStreams(database, "prizes.g1").list()
    assert (waiting.stream, waiting.events, waiting.first) == ("game/ann", 2, 2)
    assert reacting(database).positions() == {"game": 5}


def test_a_mended_reaction_takes_what_was_parked(database: Documents, world: World) -> None:
    reacting(database).apply(world.happen(Scored("ann", -1), Scored("ann", 3)))
    assert replay(reacting(database), "game", "game/ann") == 0
    assert replay(reacting(database, mended), "game", "game/ann") == 2
    assert prizes(database) == {"ann": [3]}
    assert reacting(database).parked() == 0


def test_a_dropped_event_lets_the_others_go(database: Documents, world: World) -> None:
    jury = reacting(database)
    jury.apply(world.happen(Scored("ann", -1), Scored("ann", 3)))
    assert drop(jury, "game", "game/ann") == 1
    assert replay(jury, "game", "game/ann") == 1
    assert prizes(database) == {"ann": [3]}


def test_other_types_pass_by(database: Documents, world: World) -> None:
    jury = reacting(database)
    [event] = world.happen(Scored("ann", 1))
    jury.apply([event | {"type": "guanxi.game.Invented.v1"}])
    jury.apply(world.happen(Whispered("hush"), Left("ann")))
    assert prizes(database) == {}
    assert jury.positions() == {"game": 3}


def test_a_second_worker_is_fenced(database: Documents, world: World) -> None:
    events = world.happen(Scored("ann", 1))
    first, second = reacting(database), reacting(database)
    first.positions()
    second.positions()
    first.apply(events)
    with pytest.raises(Fenced):
        second.apply(events)
    assert prizes(database) == {"ann": [1]}
