"""Customers as a fact: a row for each that is not archived, seen as the directory shows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.analytics import hands
from services.analytics.asker import Asker, Condition
from services.analytics.directory import DIRECTORY, KNOWN
from services.analytics.facts.fact import FLAG, TEXT, TIME, Fact, Field, team_of
from services.analytics.groups import LISTS
from services.analytics.ladder import RUNGS
from services.analytics.plain import NEVER, NO_DATE

CONTACTED = {"$cond": [hands.STALE_CONTACT, "not_followed_up", "$contact_status"]}
HIDEABLE = ("industry", "source", "level", "business_status", "locality")  # by a pool


def unless(path: str, none: datetime) -> Mapping[str, Any]:
    """A time that is stored for `none yet`, so that lists can sort by it, is none."""
    return {"$cond": [{"$eq": [f"${path}", none]}, None, f"${path}"]}


def seen(asker: Asker) -> Condition:
    """What a pool hides of its customers is not counted either: those are left out."""
    shown = [asker.pools.showing(name) for name in HIDEABLE]
    return {"$and": [KNOWN, {"archived": {"$ne": True}}, asker.customers(), *shown]}


CUSTOMERS = Fact(
    "customers",
    "customers, each as it is today, without those in the archive",
    LISTS,
    DIRECTORY,
    seen,
    {
        "id": Field(TEXT, "the customer", "_id"),
        "stage": Field(TEXT, "the rung it stands on", computed=lambda _: hands.RUNG, words=RUNGS),
        "contact_status": Field(
            TEXT, "whether it was followed up since it changed hands",
            computed=lambda _: CONTACTED, words=("followed_up", "not_followed_up"),
        ),
        "owner": Field(TEXT, "who has it", "owner"),
        "second_owner": Field(TEXT, "who follows it up as well", "second_owner"),
        "team": Field(TEXT, "its owner's team today", computed=team_of("owner")),
        "pool": Field(TEXT, "in which pool it lies", "pool"),
        "registered_by": Field(TEXT, "who entered it", "registered_by"),
        "industry": Field(TEXT, "its industry", "industry"),
        "source": Field(TEXT, "where it came from", "source"),
        "level": Field(TEXT, "its level, A to D", "level"),
        "business_status": Field(TEXT, "how its business stands", "business_status"),
        "locality": Field(TEXT, "where in town it is", "locality"),
        "owned": Field(FLAG, "whether somebody has it", computed=lambda _: hands.OWNED),
        "registered_at": Field(TIME, "when it was entered", "registered_at"),
        "last_follow_up_at": Field(
            TIME, "when it was followed up last",
            computed=lambda _: unless("last_follow_up_at", NEVER),
        ),
        "next_contact_at": Field(
            TIME, "when it is to be contacted next",
            computed=lambda _: unless("next_contact_at", NO_DATE),
        ),
    },
)  # fmt: skip
