"""Rows depend on the events alone: not on batches, nor on which source came first."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from kernel.engine import Engine
from kernel.rows import Rows
from services.activity.events import CustomerWatched
from services.analytics.groups import GROUPS
from services.customer.customer import told
from services.customer.events import (
    ContactAdded,
    ContactRemoved,
    CustomerArchived,
    CustomerEdited,
    FieldDefined,
    FieldsOrdered,
    ImportRequested,
    PoolOpened,
    PrimaryContactNamed,
)
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
from tests.unit.analytics.office import agreed, arranged, designed, exported, leaves
from tests.unit.analytics.office import told as notified

IMPORTED = ImportRequested(
    "i1", "客户.csv", 9, "ab", 1, (), "skip", "public", "CN", False, False, "may", NOON
)  # fmt: skip


def people(id: str, at: datetime) -> list[Any]:
    boss = ContactAdded(customer_id=id, contact_id="k1", name="王芳", by="ann", at=at)
    clerk = replace(boss, contact_id="k2", name="李雷", reports_to="k1")
    return [
        boss,
        clerk,
        PrimaryContactNamed(id, "k2", "ann", at),
        ContactRemoved(id, "k1", "ann", at),
    ]


def told_anew(id: str, n: int, at: datetime) -> list[Any]:
    known = told(registered(id)) | {"level": "ABC"[n % 3], "name": f"茶行{n}"}
    return [
        FieldDefined(f"f{n}", f"字段{n}", "text", (), "may", at),
        FieldsOrdered((f"f{n}", "level"), "may", at),
        CustomerEdited(customer_id=id, changed=("level",), by="ann", at=at, **known),
        *([CustomerArchived(id, "ann", "已关门", None, "north", at)] if n % 5 == 0 else []),
    ]


def test_rows_folded_anew_source_by_source_are_identical(world: World) -> None:
    world.happened(PoolOpened("north", "北区", "may", NOON), IMPORTED)
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
        world.happened(*people(id, at), *told_anew(id, n, at))
        world.happened(*notified(n, at), *agreed(n, at), *arranged(n, at))
        world.happened(*designed(n, at), *leaves(n, at), CustomerWatched(id, "ann", at))
        world.happened(*exported(n, at))

    with throwaway_database() as database:
        for name, group in GROUPS.items():
            again = Engine(database, group)
            again.positions()
            for source in ("gateway", "pipeline", "activity", "customer"):
                heard = [e for e in world.history if e["source"].endswith(source)]
                again.apply([e for e in heard if source in group.sources])
            rows = Rows(database, group)
            for projection in group.projections:
                assert rows.collection(projection).count_documents({}), projection.name
                assert rows.checksum(projection) == world.rows[name].checksum(projection)
