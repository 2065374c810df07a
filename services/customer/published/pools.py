"""What can happen to a pool: who belongs to it, what its members see, by which rules they claim."""

from dataclasses import dataclass
from datetime import datetime

HIDEABLE = (  # from members, until they claim the customer; a name is always shown
    "company", "short_name", "sign", "phones", "emails", "messaging", "addresses", "contacts",
    "industry", "source", "level", "business_status", "locality", "credit_code", "licence_number",
    "shop", "contract_ends_on", "remark", "fields",
)  # fmt: skip


@dataclass(frozen=True)
class Condition:
    field: str  # level, source, industry, business_status, locality, or the id of a custom field
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Return:
    """A customer falls back by itself so many days after what `because` counts from."""

    because: str  # silence, no-opportunity, no-won-deal, contract-ended
    days: int


@dataclass(frozen=True)
class WarningStep:
    days: int  # before the return
    to: str  # owner, manager


@dataclass(frozen=True)
class PoolRule:
    """For customers that meet all conditions; of the rules of a pool the first that fits holds."""

    name: str
    conditions: tuple[Condition, ...] = ()
    claims_per_day: int | None = None  # of a person, under this rule; None: the company's setting
    holding_cap: int | None = None  # of a person, under this rule; None: the company's setting
    won_count: bool = True  # whether those that are won count against the cap
    cooldown_days: int | None = None  # before who let one go may claim it again
    protection_hours: int | None = None  # of new data: for who brought it in
    returns: tuple[Return, ...] = ()
    returns_won: bool = False  # whether those that are won return too
    return_to: str | None = None  # a pool; None: the one that has the rule
    warnings: tuple[WarningStep, ...] = ()


@dataclass(frozen=True)
class PoolOpened:
    """Also one that had been closed."""

    pool_id: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PoolRenamed:
    pool_id: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PoolMembersSet:
    pool_id: str
    members: tuple[str, ...] | None  # None: everybody
    by: str
    at: datetime


@dataclass(frozen=True)
class PoolAdminsSet:
    pool_id: str
    admins: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class PoolFieldsShown:
    pool_id: str
    fields: tuple[str, ...] | None  # of a customer nobody has claimed; None: all
    by: str
    at: datetime


@dataclass(frozen=True)
class PoolRulesSet:
    pool_id: str
    version: int  # of the rules, from 1
    time_zone: str | None  # where its days begin; None: the company's
    rules: tuple[PoolRule, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class PoolClosed:
    """Nothing comes into it any more; what lies in it may still be claimed."""

    pool_id: str
    by: str
    at: datetime


PoolEvent = (
    PoolOpened
    | PoolRenamed
    | PoolMembersSet
    | PoolAdminsSet
    | PoolFieldsShown
    | PoolRulesSet
    | PoolClosed
)
