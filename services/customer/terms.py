"""The terms under which a customer is claimed and held: the first rule of its pool that fits."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.customer.events import Condition, PoolRule, Profile
from services.customer.pool import Pool
from services.customer.portfolio import Claims, Limits, Under

CLASSIFIED = ("level", "source", "industry", "business_status", "locality")
COMPANY = PoolRule(name="")  # where no rule fits, or none has been set


@dataclass(frozen=True)
class Terms:
    pool: str
    rule: PoolRule
    version: int  # of the pool's rules
    limits: Limits
    zone: ZoneInfo

    @property
    def under(self) -> Under:
        return self.pool, self.rule.name

    def claims(self, at: datetime) -> Claims:
        return Claims(self.under, self.day(at), self.limits.claims_per_day)

    def day(self, at: datetime) -> date:
        """The pool's day, whose claims are counted."""
        return at.astimezone(self.zone).date()


def terms(pool_id: str, pool: Pool, profile: Profile, company: Limits, zone: ZoneInfo) -> Terms:
    """What the rule leaves open is as the company has set it."""
    rule = first(pool.rules, profile)
    limits = Limits(
        company.holding_cap if rule.holding_cap is None else rule.holding_cap,
        company.claims_per_day if rule.claims_per_day is None else rule.claims_per_day,
        rule.won_count,
    )
    zone = ZoneInfo(pool.time_zone) if pool.time_zone else zone
    return Terms(pool_id, rule, pool.rules_version, limits, zone)


def first(rules: tuple[PoolRule, ...], profile: Profile) -> PoolRule:
    fitting = (rule for rule in rules if fits(rule.conditions, profile))
    return next(fitting, COMPANY)


def fits(conditions: tuple[Condition, ...], profile: Profile) -> bool:
    return all(
        meets(condition, classification(profile, condition.field)) for condition in conditions
    )


def meets(condition: Condition, values: tuple[str, ...]) -> bool:
    wanted = {text.casefold() for text in condition.any_of}
    return any(value.casefold() in wanted for value in values)


def classification(profile: Profile, field: str) -> tuple[str, ...]:
    """What a customer is classified as by one of our fields, or by one that the company defined."""
    if field in CLASSIFIED:
        value = getattr(profile, field)
        return (value,) if value else ()
    return next((known.value for known in profile.fields if known.field == field), ())
