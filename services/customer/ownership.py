"""How a customer changes hands: claimed, released, assigned, withdrawn; locked, and let be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kernel import Forbidden, NotFound, Rejected
from kernel.context import Context
from kernel.rfc3339 import dump_time
from services.customer import pool as pools
from services.customer import rights
from services.customer.customer import Customer, Hold, OwnerMoved, require_work_on
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerEvent,
    CustomerLocked,
    CustomerRecycled,
    CustomerReleased,
    CustomerUnlocked,
    CustomerWithdrawn,
    RecycleWarned,
    StandingNoted,
)
from services.customer.pool import Into, Pool
from services.customer.portfolio import told
from services.customer.terms import Terms, first

Decision = list[CustomerEvent]
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Falling:
    """A customer that is to return to its pool, and why."""

    owner: str
    owned_since: datetime
    into: str
    because: str
    days: int
    rules_pool: str
    rules_version: int
    due_at: datetime


def claim(customer: Customer, asker: Context, pool: Pool, terms: Terms, at: datetime) -> Decision:
    """Under the rules of the pool that it lies in."""
    if customer.owner == asker.actor:
        return []
    require_same_terms(customer, pool, terms)
    require_sight(asker, customer, pool)
    require_free(customer)
    require_unlocked(customer, at)
    require_cooled_down(customer, asker, terms, at)
    require_unprotected(customer, asker, terms, at)
    return [CustomerClaimed(customer.id, asker.actor, at, *told(terms.under))]


def release(
    customer: Customer, asker: Context, reason: str, into: Into, hold: Hold, at: datetime
) -> Decision:
    require_work_on(asker, customer, at)
    if customer.owner is None:
        return already_in(customer, into)
    pools.require_into(into)
    require_hold(customer, hold)
    rights.require_hold(asker, customer, "release it")
    return [CustomerReleased(customer.id, asker.actor, reason, into.pool, customer.owner, at)]


def withdraw(
    customer: Customer,
    asker: Context,
    pool: Pool,
    reason: str,
    into: Into,
    hold: Hold,
    at: datetime,
) -> Decision:
    """By a manager; by an admin of the pool that it came from, back into that one."""
    require_charge(customer, asker, pool, at, "withdraw customers")
    if asker.role not in rights.LEADS and into.pool != customer.home:
        raise Forbidden("role-not-allowed", f"you may withdraw it into {customer.home} only")
    if customer.owner is None:
        return already_in(customer, into)
    pools.require_into(into)
    require_hold(customer, hold)
    return [CustomerWithdrawn(customer.id, asker.actor, reason, into.pool, customer.owner, at)]


def assign(
    customer: Customer,
    asker: Context,
    pool: Pool,
    terms: Terms,
    to: str,
    hold: Hold,
    at: datetime,
) -> Decision:
    """By a manager; out of a pool also by its admins."""
    rights.require_staff(asker)
    if customer.owner is not None or not pools.manages(asker, pool):
        rights.require_lead(asker, "assign customers")
    require_work_on(asker, customer, at)
    if customer.owner == to:
        return []
    require_hold(customer, hold)
    require_same_terms(customer, pool, terms)
    by = asker.actor
    return [CustomerAssigned(customer.id, to, by, customer.owner, at, *told(terms.under))]


def lock(
    customer: Customer,
    asker: Context,
    pool: Pool,
    until: datetime | None,
    reason: str,
    at: datetime,
) -> Decision:
    """Neither claimed nor recycled until then; None: until somebody unlocks it."""
    require_charge(customer, asker, pool, at, "lock customers")
    if customer.lock and customer.lock.until == until:
        return []
    return [CustomerLocked(customer.id, until, reason, asker.actor, at)]


def unlock(customer: Customer, asker: Context, pool: Pool, at: datetime) -> Decision:
    require_charge(customer, asker, pool, at, "unlock customers")
    return [CustomerUnlocked(customer.id, asker.actor, at)] if customer.lock else []


def note_standing(customer: Customer, won: bool, at: datetime) -> Decision:
    """What its ladder says. Of one that nobody holds any more it says it too late."""
    if customer.owner is None or customer.won == won:
        return []
    rules_pool, rule = told(customer.under)
    return [StandingNoted(customer.id, customer.owner, won, rules_pool, rule, at)]


def recycle(customer: Customer, falling: Falling, hold: Hold, at: datetime) -> Decision:
    """What its rows said is looked at again: it may have changed hands, or been locked."""
    if not falls(customer, falling, at):
        return []
    require_hold(customer, hold)
    return [
        CustomerRecycled(
            customer.id, falling.into, falling.owner, falling.because, falling.days,
            falling.rules_pool, falling.rules_version, falling.due_at, at,
        )
    ]  # fmt: skip


def warn(customer: Customer, falling: Falling, to: str, days: int, at: datetime) -> Decision:
    if not falls(customer, falling, at):
        return []
    return [
        RecycleWarned(
            customer.id, falling.owner, to, falling.because, days,
            falling.rules_pool, falling.rules_version, falling.due_at, at,
        )
    ]  # fmt: skip


def falls(customer: Customer, falling: Falling, at: datetime) -> bool:
    """Still held as it was judged; rows count milliseconds."""
    since = customer.owned_since
    same = customer.owner == falling.owner and since is not None
    if not same or since is None or abs(since - falling.owned_since) >= MILLISECOND:
        return False
    return not (customer.lock and customer.lock.holds(at))


def already_in(customer: Customer, into: Into) -> Decision:
    if customer.pool == into.pool:
        return []
    raise Rejected("in-pool", "nobody holds it", pool=customer.pool)


def sees(asker: Context, customer: Customer, pool: Pool, at: datetime) -> bool:
    """What lies in a pool exists for its members."""
    lies_elsewhere = customer.lies_in is not None and not pools.sees(asker, pool)
    return rights.sees(asker, customer, at) and not lies_elsewhere


def require_sight(asker: Context, customer: Customer, pool: Pool) -> None:
    """Of one that was in the pool until now its members may know who was faster."""
    rights.require_staff(asker)
    if not pools.sees(asker, pool):
        raise NotFound(what="customer", id=customer.id)


def require_charge(customer: Customer, asker: Context, pool: Pool, at: datetime, what: str) -> None:
    """A manager who sees it, or an admin of the pool that it lies in or came from."""
    rights.require_staff(asker)
    if asker.actor in pool.admins:
        return
    if not sees(asker, customer, pool, at):
        raise NotFound(what="customer", id=customer.id)
    rights.require_lead(asker, f"{what}, or an admin of its pool")


def require_free(customer: Customer) -> None:
    if customer.archived:
        raise Rejected("archived", "it is archived: ask a manager to restore it")
    if customer.owner is not None:
        since = dump_time(customer.owned_since) if customer.owned_since else None
        raise Rejected(
            "already-claimed",
            f"{customer.owner} was faster",
            owner=customer.owner,
            since=since,
        )


def require_unlocked(customer: Customer, at: datetime) -> None:
    if customer.lock and customer.lock.holds(at):
        until = customer.lock.until
        raise Rejected(
            "locked", "it is locked: ask a manager", until=dump_time(until) if until else None
        )


def require_cooled_down(customer: Customer, asker: Context, terms: Terms, at: datetime) -> None:
    """Whoever had it is not to play it back and forth; a manager may still assign it."""
    let_go = customer.former.get(asker.actor)
    if let_go is None or terms.rule.cooldown_days is None:
        return
    until = let_go + timedelta(days=terms.rule.cooldown_days)
    if at < until:
        raise Rejected(
            "cooldown",
            f"you had it until {let_go.date()}: leave it to others until {until.date()}",
            until=dump_time(until),
        )


def require_unprotected(customer: Customer, asker: Context, terms: Terms, at: datetime) -> None:
    """New data is for who brought it in; counted from the registration, which no edit moves."""
    hours, since = terms.rule.protection_hours, customer.brought_at
    if hours is None or since is None or customer.brought_by == asker.actor:
        return
    until = since + timedelta(hours=hours)
    if at < until:
        raise Rejected(
            "protected", f"it is new: {customer.brought_by} may claim it first",
            until=dump_time(until),
        )  # fmt: skip


def require_hold(customer: Customer, hold: Hold) -> None:
    """The same commit tells the portfolio of who held it when we looked."""
    if customer.hold != hold:
        raise OwnerMoved("owner-moved", "the customer has just changed hands")


def require_same_terms(customer: Customer, pool: Pool, terms: Terms) -> None:
    if (customer.home, first(pool.rules, customer.profile)) != (terms.pool, terms.rule):
        raise OwnerMoved("owner-moved", "the customer has just come under other rules")
