"""When a held customer returns to its pool by itself, and who is warned before: pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.customer.events import FieldValue, PoolRule, Profile, Return, WarningStep
from services.customer.known_pools import rules_of
from services.customer.terms import CLASSIFIED, first

Row = Mapping[str, Any]  # of the projections `held` and `pools`


@dataclass(frozen=True)
class Ruling:
    """The rules of a pool, ready to judge many customers by."""

    rules: tuple[PoolRule, ...]
    version: int
    zone: ZoneInfo


def ruling(pool: Row, zone: ZoneInfo) -> Ruling:
    """In the pool's own zone, if it has one."""
    own = ZoneInfo(pool["time_zone"]) if pool.get("time_zone") else zone
    return Ruling(rules_of(pool), pool.get("rules_version", 0), own)


@dataclass(frozen=True)
class Verdict:
    due_at: datetime
    because: str
    days: int
    rule: PoolRule
    pool: str  # whose rule it is
    version: int  # of the pool's rules


def verdict(held: Row, by: Ruling) -> Verdict | None:
    """None for what nobody holds, or what no rule returns."""
    lock = held.get("lock")
    if not held.get("owner") or (lock and lock["until"] is None):
        return None
    rule = first(by.rules, profile(held))
    found = [
        (at + timedelta(days=one.days), one)
        for one in rule.returns
        if (at := since(one, held, rule, by.zone))
    ]
    if not found:
        return None
    due_at, one = min(found, key=lambda pair: pair[0])
    if lock:
        due_at = max(due_at, lock["until"])
    return Verdict(due_at, one.because, one.days, rule, held["home"], by.version)


def since(one: Return, held: Row, rule: PoolRule, zone: ZoneInfo) -> datetime | None:
    """From when on its days are counted; None while there is no reason to."""
    spared = held.get("won", False) and not rule.returns_won
    match one.because:
        case "silence":
            return None if spared else latest(held, "contacted_at")
        case "no-opportunity":
            idle = not (spared or held.get("open_deals"))
            return latest(held, "dealt_at") if idle else None
        case "no-won-deal":
            return latest(held, "won_at")
        case "contract-ended":
            return contract_ended(held, zone)
        case _:  # a newer version's
            return None


def latest(held: Row, name: str) -> datetime:
    """What came before the present owner is not held against them."""
    owned: datetime = held["owned_since"]
    return max(owned, held.get(name) or owned)


def contract_ended(held: Row, zone: ZoneInfo) -> datetime | None:
    """Its last day is over; who got the customer after that is not blamed for it."""
    if not (ends := held.get("contract_ends_on")):
        return None
    following = date.fromisoformat(ends) + timedelta(days=1)
    owned: datetime = held["owned_since"]
    return max(owned, datetime.combine(following, time.min, zone))


def moment_of(held: Row, by: Ruling) -> datetime | None:
    """When something is to be done about it next, if ever."""
    found = verdict(held, by)
    return next_moment(found, held) if found else None


def next_moment(found: Verdict, held: Row) -> datetime:
    """A warning, or the return itself."""
    warned = [found.due_at - timedelta(days=step.days) for step in pending(found, held)]
    return min([*warned, found.due_at])


def overdue_warnings(found: Verdict, held: Row, now: datetime) -> list[WarningStep]:
    """Of those that are overdue, to each addressee the most urgent."""
    urgent: dict[str, WarningStep] = {}
    for step in sorted(pending(found, held), key=lambda step: -step.days):
        if found.due_at - timedelta(days=step.days) <= now:
            urgent[step.to] = step
    return list(urgent.values())


def pending(found: Verdict, held: Row) -> list[WarningStep]:
    """Steps of the ladder that have neither been taken nor been overtaken by a later one."""
    warned = held.get("warned") or {}
    given = warned.get("steps", []) if warned.get("due_at") == found.due_at else []
    taken = {to: min(days for days, whom in given if whom == to) for _, to in given}
    steps = found.rule.warnings
    return [step for step in steps if step.to not in taken or step.days < taken[step.to]]


def profile(held: Row) -> Profile:
    """As far as rules ask for it."""
    own = tuple(
        FieldValue(field, 0, "", tuple(values), ())
        for field, values in held.get("fields", {}).items()
    )
    known: dict[str, Any] = {name: held.get(name) for name in CLASSIFIED}
    return Profile(name="", fields=own, **known)
