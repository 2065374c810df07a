"""The conversation register: every follow-up of every customer, as it reads after amendments."""

from collections.abc import Mapping
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.activity.events import (
    FollowUpAmended,
    FollowUpEvent,
    FollowUpFileAttached,
    FollowUpLogged,
)
from services.analytics.asker import Asker
from services.analytics.conversation_words import grams, searching
from services.analytics.facets import facet
from services.analytics.pages import order_by, page
from services.analytics.parameters import one_of
from services.analytics.plain import fields, moment, plain, time
from services.analytics.reading import Documents, find_one

CHANNELS = ("visit", "phone", "message", "email", "wechat", "sms", "fax", "other")
SAID = (
    "channel", "outcome", "note", "next_contact_at", "needs", "discussed", "market_info",
    "contacts", "opportunity_id", "reached",
)  # fmt: skip
SEARCHED = ("note", "needs", "discussed", "market_info", "outcome")
FILE = ("name", "media_type", "size", "sha256", "by", "at")
UNAMENDED: Row = {
    "version": 0, "files": [], "amended_at": None, "amended_by": None, "amended_because": None,
}  # fmt: skip
PLAIN = (
    "customer_id", "author", "promises", "files", "version", "position", "amended_by",
    "amended_because", *(name for name in SAID if name != "next_contact_at"),
)  # fmt: skip
LATEST = order_by("-contacted_at", {"contacted_at": "contacted_at"})

Condition = dict[str, Any]


def evolve(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, FollowUpLogged):
        return found_by(logged(recorded, event) | row)  # what was said since holds
    told = said(event) | amended(event) if isinstance(event, FollowUpAmended) else filed(row, event)
    return found_by(UNAMENDED | row | told | {"version": recorded.version})


def logged(recorded: Recorded, event: FollowUpLogged) -> Row:
    return (
        UNAMENDED
        | said(event)
        | {
            "customer_id": event.customer_id,
            "author": event.author,
            "contacted_at": moment(event.at),
            "entered_at": moment(event.entered_at),
            "promises": plain(event.promises),
            "opened": event.opens is not None,
            "position": f"{recorded.source}:{recorded.position}",
        }
    )


def said(event: FollowUpLogged | FollowUpAmended) -> Row:
    planned = event.next_contact_at
    told = fields(event, SAID)
    return told | {"next_contact_at": moment(planned) if planned else None}


def amended(event: FollowUpAmended) -> Row:
    because = {"amended_by": event.by, "amended_because": event.reason}
    return because | {"amended_at": moment(event.at)}


def filed(row: Row, event: FollowUpEvent) -> Row:
    assert not isinstance(event, FollowUpAmended)
    left = [one for one in row.get("files", ()) if one["id"] != event.file_id]
    if not isinstance(event, FollowUpFileAttached):
        return {"files": left}
    told = fields(event, FILE)
    return {"files": [*left, {"id": event.file_id} | told]}


def found_by(row: Row) -> Row:
    """The words in it, and what it is filtered by."""
    texts = [row.get(name) for name in SEARCHED]
    promised = [one["text"] for one in row.get("promises", ())]
    classes = [facet(name, row[name]) for name in ("channel", "outcome") if name in row]
    deal = [facet("deal", "true" if row.get("opportunity_id") else "false")]
    opened = [facet("opened", "true" if row.get("opened") else "false")]
    return row | {"grams": grams([*texts, *promised]), "facets": [*classes, *deal, *opened]}


FOLLOW_UPS = Projection(
    "follow_ups",
    FollowUpLogged | FollowUpEvent,
    lambda recorded: str(recorded.event.follow_up_id),
    evolve,
    indexes=(
        [("contacted_at", -1), ("_id", -1)],
        [("author", 1), ("contacted_at", -1), ("_id", -1)],
        [("customer_id", 1), ("contacted_at", -1), ("_id", -1)],
        [("facets", 1), ("contacted_at", -1), ("_id", -1)],
        [("opportunity_id", 1), ("contacted_at", -1)],
        [("grams", 1)],
    ),
    begins=FollowUpLogged,
)
KNOWN: Condition = {"position": {"$exists": True}}  # that it was logged has arrived


def follow_ups(
    rows: Documents,
    filters: Mapping[str, str],
    among: Condition,
    limit: int | None = None,
    cursor: str | None = None,
) -> tuple[list[Row], str | None]:
    """One page, the latest contact first; `among` are those that the asker may see."""
    conditions = [condition(name, value) for name, value in filters.items()]
    return page(rows, {"$and": [KNOWN, among, *conditions]}, LATEST, limit, cursor)


def condition(name: str, value: str) -> Condition:
    match name:
        case "q":
            return searching(value)
        case "channel":
            return {"facets": facet("channel", one_of("channel", value, CHANNELS))}
        case "with_opportunity" | "opened_opportunity":
            asked = {"with_opportunity": "deal", "opened_opportunity": "opened"}[name]
            return {"facets": facet(asked, one_of(name, value, ("true", "false")))}
        case "outcome":
            return {"facets": facet("outcome", value)}
        case _:
            return {FIELDS[name]: {"$eq": value}}


FIELDS = {"person": "author", "customer_id": "customer_id", "opportunity_id": "opportunity_id"}


def follow_up(rows: Documents, follow_up_id: str) -> Row:
    row = find_one(rows, {"$and": [{"_id": follow_up_id}, KNOWN]})
    if row is None:
        raise NotFound(what="follow-up", id=follow_up_id)
    return row


def is_own(row: Row, asker: Asker) -> bool:
    """Written by whose records the asker sees, wherever the customer is by now."""
    return asker.sees_all or row["author"] in asker.people


def shown(
    row: Row, customer: str | None = None, statuses: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """With what the customer is called, for who may see it, and how it stands with the promises."""
    known = statuses or {}
    plainly = {name: row[name] for name in PLAIN}
    promises = [
        one | {"status": known.get(one["commitment_id"], "open")} for one in row["promises"]
    ]
    times = {
        "at": time(row["contacted_at"]),
        "entered_at": time(row["entered_at"]),
        "next_contact_at": time(row["next_contact_at"]),
        "amended_at": time(row["amended_at"]),
    }
    told = {"id": row["_id"], "customer": customer, "opened_opportunity": row["opened"]}
    return told | plainly | {"promises": promises} | times
