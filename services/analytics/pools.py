"""Pools: a list, and what lies in which of them for whom to see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.analytics.pages import Order, page
from services.analytics.plain import plain
from services.analytics.reading import Documents, find
from services.customer.events import (
    HIDEABLE,
    PoolAdminsSet,
    PoolClosed,
    PoolEvent,
    PoolFieldsShown,
    PoolMembersSet,
    PoolOpened,
    PoolRenamed,
    PoolRulesSet,
)

PUBLIC = "public"  # is there without having been opened
MOST = 1_000  # pools that a company has
BY_ID = Order("_id", "_id")
NEW: Row = {
    "version": 0, "name": "", "closed": False, "members": None, "admins": [], "fields": None,
    "rules": [], "rules_version": 0, "time_zone": None,
}  # fmt: skip
HIDDEN: Mapping[str, Any] = {"phones": [], "emails": [], "messaging": [], "addresses": [],
                             "contacts": [], "fields": []}  # fmt: skip
REACHING = frozenset({"phones", "emails", "messaging"})  # of the contacts as well


def evolve(row: Row, recorded: Recorded) -> Row:
    return NEW | row | facts(recorded.event) | {"version": recorded.version}


def facts(event: PoolEvent) -> Row:
    match event:
        case PoolOpened():
            return {"name": event.name, "closed": False}
        case PoolRenamed():
            return {"name": event.name}
        case PoolClosed():
            return {"closed": True}
        case PoolRulesSet():
            ruled = {"rules": plain(event.rules), "rules_version": event.version}
            return ruled | {"time_zone": event.time_zone}
        case _:
            return seen(event)


def seen(event: PoolMembersSet | PoolAdminsSet | PoolFieldsShown) -> Row:
    match event:
        case PoolMembersSet():
            return {"members": plain(event.members)}
        case PoolAdminsSet():
            return {"admins": plain(event.admins)}
        case PoolFieldsShown():
            return {"fields": plain(event.fields)}
        case _:
            assert_never(event)


POOLS = Projection("pools", PoolEvent, lambda recorded: str(recorded.event.pool_id), evolve)


@dataclass(frozen=True, slots=True)
class Known:
    """What one person may not see: whole pools, and fields of what lies in others."""

    closed_off: tuple[str, ...] = ()
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by pool, those shown

    def lying(self) -> dict[str, Any]:
        """The condition on a directory row that nobody owns."""
        mine = {"$nin": list(self.closed_off)}
        return {"pool": mine, "kept_in": mine} if self.closed_off else {}

    def admits(self, *pools: str | None) -> bool:
        """What `lying` says, of where one row lies, or was put away from."""
        return not any(pool in self.closed_off for pool in pools)

    def hides(self, row: Mapping[str, Any]) -> frozenset[str]:
        """The fields of a customer that are not shown before it is claimed."""
        shown = self.fields.get(row["pool"] or row["kept_in"]) if row["owner"] is None else None
        return frozenset() if shown is None else frozenset(HIDEABLE) - shown

    def showing(self, field: str) -> dict[str, Any]:
        """The condition that a row does not lie in a pool that hides this field."""
        hiding = [pool for pool, shown in self.fields.items() if field not in shown]
        lies = ({"owner": None, where: {"$in": hiding}} for where in ("pool", "kept_in"))
        return {"$nor": list(lies)} if hiding else {}


NOTHING_HIDDEN = Known()


def limited(rows: Documents) -> list[Row]:
    """Those that are not open to everybody with all that lies in them."""
    match = {"$or": [{"members": {"$ne": None}}, {"fields": {"$ne": None}}]}
    return find(rows, match, BY_ID.sort, MOST)


def known(limited: Iterable[Row], user: str) -> Known:
    """For who sees by membership; a pool's admins see it whole."""
    others = [row for row in limited if user not in row["admins"]]
    off = [row["_id"] for row in others if not is_member(row, user)]
    told = {row["_id"]: frozenset(row["fields"]) for row in others if row["fields"] is not None}
    return Known(tuple(off), told)


def is_member(row: Mapping[str, Any], user: str) -> bool:
    return row["members"] is None or user in row["members"] or user in row["admins"]


def is_admin(rows: Documents, pool_id: str, user: str) -> bool:
    return bool(find(rows, {"_id": pool_id, "admins": user}, BY_ID.sort, 1))


def without(hidden: frozenset[str], told: dict[str, Any]) -> dict[str, Any]:
    """What is not to be seen is empty, and named, so that nobody takes it for unknown."""
    if not hidden:
        return told
    there = hidden & told.keys()
    emptied = {name: HIDDEN.get(name) for name in there} | {"hidden": sorted(there)}
    if "contacts" in told.keys() - there:
        ways: Row = {name: [] for name in REACHING & there}
        emptied["contacts"] = [one | ways for one in told["contacts"]]
    if "missing" in told:
        emptied["missing"] = [one for one in told["missing"] if one["field"] not in there]
    return told | emptied


def pools(
    rows: Documents, user: str | None, limit: int | None = None, cursor: str | None = None
) -> dict[str, Any]:
    """One page by id; those of which `user` is a member, or all."""
    found, following = page(rows, seen_by(user), BY_ID, limit, cursor)
    items = [shown(row) for row in found]
    if not cursor and not find(rows, {"_id": PUBLIC}, BY_ID.sort, 1):
        items.insert(0, implicit())
    return {"items": items, "next": following}


def pool(rows: Documents, user: str | None, pool_id: str) -> dict[str, Any]:
    """Raises NotFound for one that does not exist, or not for this person."""
    found = find(rows, {"$and": [{"_id": pool_id}, seen_by(user)]}, BY_ID.sort, 1)
    if found:
        return shown(found[0])
    if pool_id == PUBLIC and not find(rows, {"_id": PUBLIC}, BY_ID.sort, 1):
        return implicit()
    raise NotFound(what="pool", id=pool_id)


def seen_by(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"$or": [{"members": None}, {"members": user}, {"admins": user}]}


def implicit() -> dict[str, Any]:
    return shown({"_id": PUBLIC, **NEW, "name": PUBLIC})


def shown(row: Row) -> dict[str, Any]:
    """A pool that was never opened, as the public one, is called by its id."""
    told = {name: row[name] for name in NEW if name != "fields"}
    return told | {"id": row["_id"], "name": row["name"] or row["_id"], "shown": row["fields"]}
