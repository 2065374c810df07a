"""The pool: where customers lie whom nobody holds, for its members to see and to claim."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, Forbidden, Invalid, NotFound, Rejected
from kernel.context import Context
from services.customer.events import (
    PoolAdminsSet,
    PoolClosed,
    PoolEvent,
    PoolFieldsShown,
    PoolMembersSet,
    PoolOpened,
    PoolRenamed,
    PoolRule,
    PoolRulesSet,
)
from services.customer.rights import require_staff
from services.rights import LEADS, require_lead

PUBLIC = "public"  # is there from the beginning, and stays
MOST_PEOPLE = 1_000


@dataclass(frozen=True)
class Pool:
    """One that nobody has opened is open to everybody: customers lay in such ones before."""

    id: str = ""
    name: str = ""
    opened: bool = False
    closed: bool = False
    members: frozenset[str] | None = None  # None: everybody
    admins: frozenset[str] = frozenset()
    fields: tuple[str, ...] | None = None  # that members see; None: all
    time_zone: str | None = None
    rules: tuple[PoolRule, ...] = ()
    rules_version: int = 0

    def hides(self, asker: Context, field: str) -> bool:
        """From its members, who do not lead, until they claim what lies in it."""
        return (
            self.fields is not None and field not in self.fields and asker.actor not in self.admins
        )


@dataclass(frozen=True)
class Into:
    """A pool that somebody wants to put a customer into."""

    pool: str
    taken: bool = True
    known: tuple[str, ...] = ()  # that would do
    closed: bool = False  # it is there for the asker, and takes nothing any more


def open_pool(pool: Pool, asker: Context, pool_id: str, name: str, at: datetime) -> list[PoolEvent]:
    require_lead(asker, "open pools")
    if (pool.opened or pool_id == PUBLIC) and not pool.closed:
        if pool.name == name:
            return []
        raise Rejected("pool-exists", f"there is a pool {pool_id} already", name=pool.name)
    return [PoolOpened(pool_id, name, asker.actor, at)]


def rename(pool: Pool, asker: Context, pool_id: str, name: str, at: datetime) -> list[PoolEvent]:
    require_setup(asker, pool, pool_id)
    return [] if pool.name == name else [PoolRenamed(pool_id, name, asker.actor, at)]


def set_members(
    pool: Pool, asker: Context, pool_id: str, members: frozenset[str] | None, at: datetime
) -> list[PoolEvent]:
    """None: everybody."""
    require_setup(asker, pool, pool_id)
    if pool.members == members:
        return []
    named = None if members is None else tuple(sorted(members))
    return [PoolMembersSet(pool_id, named, asker.actor, at)]


def set_admins(
    pool: Pool, asker: Context, pool_id: str, admins: frozenset[str], at: datetime
) -> list[PoolEvent]:
    """An admin of a pool makes no others: who may decide for others, a manager says."""
    require_there(asker, pool, pool_id)
    require_lead(asker, "name the admins of a pool")
    if pool.admins == admins:
        return []
    return [PoolAdminsSet(pool_id, tuple(sorted(admins)), asker.actor, at)]


def show(
    pool: Pool, asker: Context, pool_id: str, fields: tuple[str, ...] | None, at: datetime
) -> list[PoolEvent]:
    require_setup(asker, pool, pool_id)
    return [] if pool.fields == fields else [PoolFieldsShown(pool_id, fields, asker.actor, at)]


def set_rules(
    pool: Pool,
    asker: Context,
    pool_id: str,
    rules: tuple[PoolRule, ...],
    time_zone: str | None,
    at: datetime,
) -> list[PoolEvent]:
    require_setup(asker, pool, pool_id)
    if (pool.rules, pool.time_zone) == (rules, time_zone):
        return []
    version = pool.rules_version + 1
    return [PoolRulesSet(pool_id, version, time_zone, rules, asker.actor, at)]


def close(pool: Pool, asker: Context, pool_id: str, at: datetime) -> list[PoolEvent]:
    require_there(asker, pool, pool_id)
    require_lead(asker, "close pools")
    if pool_id == PUBLIC:
        raise Rejected("pool-stays", "the public pool cannot be closed: limit its members instead")
    return [] if pool.closed else [PoolClosed(pool_id, asker.actor, at)]


def exists(pool: Pool, pool_id: str) -> bool:
    return pool.opened or pool_id == PUBLIC


def open_for(pool: Pool, pool_id: str) -> bool:
    """Whether customers can be put into it, by who may."""
    return exists(pool, pool_id) and not pool.closed


def takes(asker: Context, pool: Pool, pool_id: str) -> bool:
    """Whether the asker may put a customer into it."""
    return open_for(pool, pool_id) and sees(asker, pool)


def require_into(into: Into) -> None:
    if not into.taken:
        known = ", ".join(into.known)
        why = (
            f"the pool {into.pool} has been closed"
            if into.closed
            else (f"there is no pool {into.pool} that you could use")
        )
        message = f"{why}; there are: {known}"
        raise Invalid(errors=[{"field": "pool", "message": message}])


def sees(asker: Context, pool: Pool) -> bool:
    """Members see what lies in it, and who may decide about it."""
    return pool.members is None or asker.actor in pool.members or manages(asker, pool)


def manages(asker: Context, pool: Pool) -> bool:
    return asker.role in LEADS or asker.actor in pool.admins


def require_there(asker: Context, pool: Pool, pool_id: str) -> None:
    require_staff(asker)
    if not (exists(pool, pool_id) and sees(asker, pool)):
        raise NotFound(what="pool", id=pool_id)


def require_setup(asker: Context, pool: Pool, pool_id: str) -> None:
    require_there(asker, pool, pool_id)
    if not manages(asker, pool):
        raise Forbidden("role-not-allowed", "only a manager or an admin of the pool may set it up")


def evolve(pool: Pool, event: PoolEvent) -> Pool:
    match event:
        case PoolOpened():
            return replace(pool, id=event.pool_id, name=event.name, opened=True, closed=False)
        case PoolClosed():
            return replace(pool, closed=True)
        case PoolRulesSet():
            told = (event.rules, event.time_zone, event.version)
            return replace(pool, rules=told[0], time_zone=told[1], rules_version=told[2])
        case _:
            return arranged(pool, event)


def arranged(
    pool: Pool, event: PoolRenamed | PoolMembersSet | PoolAdminsSet | PoolFieldsShown
) -> Pool:
    match event:
        case PoolRenamed():
            return replace(pool, name=event.name)
        case PoolMembersSet():
            members = None if event.members is None else frozenset(event.members)
            return replace(pool, members=members)
        case PoolAdminsSet():
            return replace(pool, admins=frozenset(event.admins))
        case PoolFieldsShown():
            return replace(pool, fields=event.fields)
        case _:
            assert_never(event)


POOL = Aggregate("pool", Pool(), evolve, PoolEvent, implicit=True)
