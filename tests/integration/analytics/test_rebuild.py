"""Rows depend on the events alone: not on batches, nor on which source came first."""

from kernel.engine import Engine
from kernel.rows import Rows
from services.analytics.groups import GROUPS
from tests.integration.analytics.world import World
from tests.integration.servers import throwaway_database
from tests.unit.analytics.examples import (
    DAY,
    HOUR,
    NOON,
    advanced,
    claimed,
    engaging,
    followed_up,
    lost,
    opened,
    registered,
    released,
    reset,
    reverted,
    won,
)


def test_rows_folded_anew_source_by_source_are_identical(world: World) -> None:
    for n in range(30):
        at = NOON + n * HOUR / 7
        id, deal = f"c{n}", f"o{n}"
        world.happened(registered(id, pool="north", source="fair", at=at), claimed(id, at=at))
        world.happened(
            followed_up(id, at=at - n * DAY, next_at=at + DAY), advanced(id, at=at, ownership=2 * n)
        )
        world.happened(opened(deal, customer_id=id, at=at), engaging(deal, at=at))
        world.happened(won(deal, f"{n}.10", at) if n % 2 else lost(deal, at))
        world.happened(released(id, at=at + HOUR), reset(id, at=at + HOUR))
        world.happened(reverted(id, at=at + HOUR, ownership=3 * n))

    with throwaway_database() as database:
        for name, group in GROUPS.items():
            again = Engine(database, group)
            again.positions()
            for source in ("pipeline", "activity", "customer"):
                again.apply([e for e in world.history if e["source"].endswith(source)])
            rows = Rows(database, group)
            for projection in group.projections:
                assert rows.collection(projection).count_documents({})
                assert rows.checksum(projection) == world.rows[name].checksum(projection)
