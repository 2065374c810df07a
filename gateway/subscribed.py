"""What the key of a subscriber is for: the feed, of some events only, with persons or without."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from gateway.tokens import Caller
from kernel.refusal import Forbidden, Invalid

SOURCES = ("customer", "pipeline", "activity", "gateway")
EVENTS = re.compile(rf"({'|'.join(SOURCES)})\.(\*|[A-Z][A-Za-z0-9]{{0,99}})", re.ASCII)
EVERY = "*"
NONE = "Please say which events it is for."


def check(access: str, role: str, events: Sequence[str], personal: bool) -> None:
    """Raises Invalid for a key of which nobody could say what it is limited to."""
    errors = malformed(events)
    if access == "feed":
        if not events:
            errors.append(told("events", NONE))
        if role != "manager":
            errors.append(told("role", "Please choose manager: the feed is for who sees all."))
    elif events or not personal:
        errors.append(told("access", "Only a key for the feed is limited to events."))
    if errors:
        raise Invalid(errors=errors)


def malformed(events: Iterable[str]) -> list[dict[str, Any]]:
    return [told("events", f"{one!r} is no such thing as customer.* or pipeline.OpportunityWon")
            for one in events if not EVENTS.fullmatch(one)]  # fmt: skip


def told(field: str, message: str) -> dict[str, Any]:
    return {"field": field, "message": message}


def names_of(events: Iterable[str], source: str) -> list[str]:
    """Of that source, `*` for all of them."""
    parted = (one.partition(".") for one in events)
    return sorted({name for of, _, name in parted if of == source})


def types_for(caller: Caller | None, source: str, asked: list[str]) -> list[str]:
    """Which types the caller is told of, none for all; Forbidden when more is asked for."""
    if caller is None or caller.access != "feed":
        return asked
    allowed = names_of(caller.events, source)
    if EVERY in allowed:
        return asked
    if not allowed or not set(asked) <= set(allowed):
        raise Forbidden(
            "events-not-allowed",
            f"This key is for {', '.join(caller.events)}. Please ask for no others, or an "
            "administrator for a subscription that has them.",
            allowed=list(caller.events),
        )
    return asked or allowed
