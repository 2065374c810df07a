"""Keys of programs, all in one stream: they are few, and looked at once a second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never

from gateway import pins as versions
from gateway import subscribed
from gateway.event_names import check_known
from gateway.events import ApiKeyEvent, ApiKeyIssued, ApiKeyRenewed, ApiKeyRevoked
from kernel import Aggregate, Invalid, NotFound, Rejected

COMPANY = "company"  # id of the one stream
MOST = 100  # at once, those included that have run out lately
LONGEST = timedelta(days=366)
SHOWN = timedelta(days=30)  # for which one is listed that has run out
ACTOR = "api-key/"  # no person's login begins so


@dataclass(frozen=True)
class ApiKey:
    id: str
    name: str
    role: str
    access: str
    expires_at: datetime
    by: str
    at: datetime
    events: tuple[str, ...] = ()
    personal: bool = True
    pins: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApiKeys:
    known: Mapping[str, ApiKey] = field(default_factory=dict)  # and not revoked


def issue(
    keys: ApiKeys,
    id: str,
    name: str,
    role: str,
    access: str,
    expires_at: datetime,
    by: str,
    at: datetime,
    events: Sequence[str] = (),
    personal: bool = True,
    pins: Sequence[str] = (),
) -> list[ApiKeyEvent]:
    subscribed.check(access, role, events, personal)
    check_known(events)
    versions.check(access, personal, pins)
    require_room(keys, expires_at, at)
    told = tuple(events), personal, tuple(pins)
    return [ApiKeyIssued(id, name, role, access, expires_at, by, at, *told)]


def require_room(keys: ApiKeys, expires_at: datetime, at: datetime) -> None:
    if not at < expires_at <= at + LONGEST:
        message = f"Please give a moment within the next {LONGEST.days} days."
        raise Invalid(errors=[{"field": "expires_at", "message": message}])
    if len(lasting(keys, at)) >= MOST:
        raise Rejected("too-many-keys", f"there are {MOST} keys: revoke those nobody uses")


def renew(
    keys: ApiKeys,
    id: str,
    renewed: str,
    expires_at: datetime,
    until: datetime,
    by: str,
    at: datetime,
) -> list[ApiKeyEvent]:
    """Another one for the same; the old one is good until then, unless it ends before."""
    if (old := keys.known.get(renewed)) is None:
        raise NotFound(what="api-key", id=renewed)
    require_room(keys, expires_at, at)
    told = old.events, old.personal, old.pins
    return [
        ApiKeyRenewed(renewed, old.name, id, min(until, old.expires_at), by, at),
        ApiKeyIssued(id, old.name, old.role, old.access, expires_at, by, at, *told),
    ]


def revoke(keys: ApiKeys, id: str, by: str, at: datetime) -> list[ApiKeyEvent]:
    if id not in keys.known:
        raise NotFound(what="api-key", id=id)
    return [ApiKeyRevoked(id, keys.known[id].name, by, at)]


def evolve(keys: ApiKeys, event: ApiKeyEvent) -> ApiKeys:
    match event:
        case ApiKeyIssued():
            made = ApiKey(event.key_id, event.name, event.role, event.access, event.expires_at,
                          event.by, event.at, event.events, event.personal,
                          event.pins)  # fmt: skip
            return ApiKeys(lasting(keys, event.at) | {made.id: made})
        case ApiKeyRenewed():
            renewed = replace(keys.known[event.key_id], expires_at=event.until)
            return ApiKeys({**keys.known, renewed.id: renewed})
        case ApiKeyRevoked():
            others = (key for key in keys.known.values() if key.id != event.key_id)
            return ApiKeys({key.id: key for key in others})
        case _:
            assert_never(event)


def lasting(keys: ApiKeys, at: datetime) -> dict[str, ApiKey]:
    """Without those that have run out long ago."""
    return {id: key for id, key in keys.known.items() if key.expires_at + SHOWN > at}


API_KEYS = Aggregate("api-keys", ApiKeys(), evolve, ApiKeyEvent, implicit=True)
