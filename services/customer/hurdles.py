"""What may stand in the way of changing hands; each raises what it is, and until when."""

from datetime import datetime, timedelta

from kernel import Rejected
from kernel.context import Context
from kernel.rfc3339 import dump_time
from services.customer.customer import Customer, Hold, OwnerMoved
from services.customer.pool import Pool
from services.customer.terms import Terms, first


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


def require_cooled_down(
    customer: Customer, asker: Context, terms: Terms, had: Terms | None, at: datetime
) -> None:
    """Whoever had it is not to play it back and forth; a manager may still assign it.

    `had`: of the pool they had it from. What they give up into another one cools down all the same.
    """
    let_go = customer.former.get(asker.actor)
    days = max(each.rule.cooldown_days or 0 for each in (terms, had or terms))
    if let_go is None or not days:
        return
    until = let_go + timedelta(days=days)
    if at < until:
        first, last = (moment.astimezone(terms.zone).date() for moment in (let_go, until))
        raise Rejected(
            "cooldown",
            f"you had it until {first}: leave it to others until {last}",
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


def require_same_past(customer: Customer, asker: Context, had: Terms | None) -> None:
    if customer.had_from(asker.actor) != (had.pool if had else None):
        raise OwnerMoved("owner-moved", "the customer has just changed hands")


def require_same_terms(customer: Customer, pool: Pool, terms: Terms) -> None:
    if (customer.home, first(pool.rules, customer.profile)) != (terms.pool, terms.rule):
        raise OwnerMoved("owner-moved", "the customer has just come under other rules")
