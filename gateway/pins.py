"""Versions of events that a subscriber holds on to: `customer.CustomerRegistered@1`.

The catalogue lists every version that was ever published, and none is listed that an event cannot
be told in: what is not in it is refused when it is asked for, not when the event comes.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from gateway.catalogue import published
from gateway.subscribed import told
from gateway.tokens import Caller
from kernel.refusal import Invalid

PIN = re.compile(r"([a-z]{1,20}\.[A-Z][A-Za-z0-9]{0,99})@([1-9][0-9]{0,3})", re.ASCII)
FORM = "{!r} is no such thing as CustomerRegistered@1."
VERSIONS = "{} is told in version {}, and in no other."
ONLY_FEED = "Only a key for the feed holds on to versions."
NEWEST = "Who is told of no persons is told in the newest versions: please hold on to none."


def check(access: str, personal: bool, pins: Sequence[str]) -> None:
    """Raises Invalid for versions that a key could not be told in."""
    found = [wrong for pin in pins if (wrong := fault(pin))]
    if pins and access != "feed":
        found.append(ONLY_FEED)
    if pins and not personal:
        found.append(NEWEST)
    require_none("pins", found)


def pins_for(caller: Caller | None, source: str, asked: str) -> dict[str, int]:
    """By event: what the key says, and what is asked for now, which counts more."""
    names = [name.strip() for name in asked.split(",") if name.strip()]
    now = [f"{source}.{name}" for name in names]
    found = [wrong for pin in now if (wrong := fault(pin, source))]
    if names and caller and not caller.personal:
        found.append(NEWEST)
    require_none("pin", found)
    return of_source(source, [*(caller.pins if caller else ()), *now])


def of_source(source: str, pins: Iterable[str]) -> dict[str, int]:
    """The last of several for one event counts."""
    parted = (pin.removeprefix(f"{source}.").split("@") for pin in pins if of(pin) == source)
    return {event: int(version) for event, version in parted}


def of(pin: str) -> str:
    return pin.partition(".")[0]


def fault(pin: str, source: str = "") -> str:
    """What is wrong with it; empty when nothing is."""
    if not (match := PIN.fullmatch(pin)):
        return FORM.format(pin.removeprefix(f"{source}."))
    versions = told_in().get(match[1])
    if not versions:
        return f"There is no event {match[1]}."
    if int(match[2]) in versions:
        return ""
    return VERSIONS.format(match[1], " or ".join(map(str, versions)))


@cache
def told_in() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in published():
        found.setdefault(one.key, []).append(one.version)
    return found


def require_none(field: str, messages: Sequence[str]) -> None:
    if messages:
        raise Invalid(errors=[told(field, message) for message in messages])
