"""What is no message of ours goes to the dead letters and harms nothing else; on real servers."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from kernel.envelope import BATCH_TYPE
from kernel.live import Documents
from kernel.rows import Rows
from tests.game import Scored, World
from tests.integration.projection.fair import Fair, eventually, fair
from tests.integration.projection.stand import expected, stored

POISONS: dict[str, tuple[bytes, str]] = {
    "not JSON": (b"\xff\x00{", BATCH_TYPE),
    "an unknown content type": (b"[]", "application/x-python-serialize"),
    "no object": (b"[1, 2]", BATCH_TYPE),
    "nothing in it": (b"{}", BATCH_TYPE),
    "empty": (b"", BATCH_TYPE),
}


@pytest.fixture
def at(database: Documents, world: World) -> Iterator[Fair]:
    with fair(database, world) as made:
        yield made


def reached(at: Fair) -> None:
    """Every worker's rows are where the logs end; then the rows must be right."""
    rows = Rows(at.database, at.group)
    for source, head in at.world.heads.items():
        rows.wait(source, head, timeout=30)
    assert stored(at.database) == expected(at.world)


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS.keys())
def test_a_poison_message_goes_to_the_dead_letters_and_harms_nothing_else(
    at: Fair, poison: tuple[bytes, str]
) -> None:
    running = at.work()
    at.publish(*at.world.happen(Scored("ann", 1)))
    at.send(poison[0], "game", poison[1])
    at.publish(*at.world.happen(Scored("ann", 2)))
    reached(at)
    eventually(lambda: at.dead() == 1)
    assert not running.failed


def test_an_event_that_the_log_does_not_have_is_poison_too(at: Fair) -> None:
    at.work()
    [real] = at.world.happen(Scored("ann", 1))
    forged: dict[str, Any] = real | {"position": 10**15, "id": f"/guanxi/game/{10**15}"}
    at.publish(real, forged)
    eventually(lambda: at.dead() == 1)
    at.publish(*at.world.happen(Scored("ann", 2)))
    reached(at)


def test_a_message_of_a_foreign_source_is_poison(at: Fair) -> None:
    at.work()
    [real] = at.world.happen(Scored("ann", 1))
    at.send(orjson.dumps([real | {"source": "/guanxi/moon"}]), "game")
    eventually(lambda: at.dead() == 1)
    reached(at)
