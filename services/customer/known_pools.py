"""The pools as this service has heard of them: for telling which there are, and their rules."""

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.shape import shape
from services.customer.events import (
    PoolAdminsSet,
    PoolClosed,
    PoolEvent,
    PoolMembersSet,
    PoolOpened,
    PoolRule,
    PoolRulesSet,
)
from services.customer.pool import PUBLIC
from services.rights import LEADS

TOLD = 50  # to somebody who named one that is not there
RULE = shape(PoolRule)


def evolve(row: Row, recorded: Recorded) -> Row:
    event: PoolEvent = recorded.event
    match event:
        case PoolOpened():
            return row | {"open": True}
        case PoolClosed():
            return row | {"open": False}
        case PoolMembersSet():
            return row | {"members": None if event.members is None else list(event.members)}
        case PoolAdminsSet():
            return row | {"admins": list(event.admins)}
        case PoolRulesSet():
            return row | ruled(event)
        case _:
            return row


def ruled(event: PoolRulesSet) -> Row:
    rules = [RULE.dump(rule) for rule in event.rules]
    return {"rules": rules, "rules_version": event.version, "time_zone": event.time_zone}


POOLS = Projection("pools", PoolEvent, lambda recorded: str(recorded.event.pool_id), evolve)


def known(rows: Any, asker: Context) -> tuple[str, ...]:
    """Those that the asker may put a customer into, as far as it helps to name them."""
    open_ones = rows.collection(POOLS).find({"open": True}, sort=[("_id", 1)], limit=10 * TOLD)
    seen = [row["_id"] for row in open_ones if sees(asker, row)]
    return (PUBLIC, *seen[:TOLD])


def sees(asker: Context, row: Mapping[str, Any]) -> bool:
    members = row.get("members")
    people = {*(members or ()), *row.get("admins", ())}
    return members is None or asker.role in LEADS or asker.actor in people


def rules_of(row: Mapping[str, Any]) -> tuple[PoolRule, ...]:
    return tuple(RULE.load(data) for data in row.get("rules", ()))
