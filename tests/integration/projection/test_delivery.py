"""A real consumer behind a broker that loses, doubles and shuffles; and one stream that fails."""

import random
from collections.abc import Iterator

import pytest

from kernel.engine import Engine
from kernel.envelope import Envelope
from kernel.group import Group
from kernel.live import Documents
from kernel.projection import Projection
from kernel.rows import Rows
from tests.game import CODECS, TOTALS, Bought, Left, Scored, World, forgiving
from tests.integration.projection.fair import Fair, eventually, fair
from tests.integration.projection.stand import expected, stored

PLAYERS = ("ann", "bob", "cho", "dee")


@pytest.fixture
def at(database: Documents, world: World) -> Iterator[Fair]:
    with fair(database, world) as made:
        yield made


def history(world: World, chance: random.Random, commits: int) -> list[Envelope]:
    """Commits of one to three events, in both sources."""
    told: list[Envelope] = []
    for _ in range(commits):
        who, points = chance.choice(PLAYERS), chance.randrange(9)
        events = [Scored(who, points), Left(who), Scored(chance.choice(PLAYERS), 1)]
        told += world.happen(*chance.sample(events, chance.randint(1, 3)))
        if chance.random() < 0.3:
            told += world.happen(Bought(who, "1.10"), source="shop")
    return told


def mangled(told: list[Envelope], chance: random.Random) -> list[Envelope]:
    """A third is lost, a third comes twice, and all are shuffled among their neighbours."""
    copies = [one for one in told for _ in range(chance.choice((0, 1, 2)))]
    places = {index: index + chance.uniform(0, 20) for index in range(len(copies))}
    return [copies[index] for index in sorted(places, key=lambda index: places[index])]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lost_doubled_and_shuffled_messages_leave_the_sequential_fold(at: Fair, seed: int) -> None:
    """One worker is stopped and another takes over while messages are still coming."""
    chance = random.Random(seed)
    first = at.work()
    at.publish(*mangled(history(at.world, chance, 60), chance))
    first.stop()
    at.work()
    at.publish(*mangled(history(at.world, chance, 60), chance))
    reached(at, at.group)
    assert stored(at.database) == expected(at.world)
    eventually(lambda: at.depth(at.group.queue) == 0)
    assert at.dead() == 0


def test_a_poison_event_stops_one_stream_of_one_consumer_and_nobody_else(at: Fair) -> None:
    mended = Projection("mended", TOTALS.events, TOTALS.key, forgiving)
    neighbour = Group("neighbour", at.topology.name, (mended,), CODECS)
    failing, healthy = at.work(), at.work(Engine(at.database, neighbour))
    at.publish(*at.world.happen(Scored("ann", 1)))
    at.publish(*at.world.happen(Scored("ann", -1)))  # more than the first group can take
    for number in range(50):
        at.publish(*at.world.happen(Scored("ann", 1)), *at.world.happen(Scored("bob", number)))
    reached(at, at.group)
    reached(at, neighbour)

    waiting = Rows(at.database, at.group).collection("totals")
    assert waiting.find_one({"_id": "ann"}) == {"_id": "ann", "points": 1, "rounds": 1}
    assert waiting.find_one({"_id": "bob"}) == {"_id": "bob", "points": 1225, "rounds": 50}
    flowing = Rows(at.database, neighbour).collection("mended").find_one({"_id": "ann"})
    assert flowing == {"_id": "ann", "points": 51, "rounds": 51, "forgiven": 1}
    eventually(lambda: (failing.status.parked, healthy.status.parked) == (51, 0))
    healthy.stop()
    at.channel.queue_delete(neighbour.queue)


def reached(at: Fair, group: Group) -> None:
    rows = Rows(at.database, group)
    for source, head in at.world.heads.items():
        rows.wait(source, head, timeout=30)
