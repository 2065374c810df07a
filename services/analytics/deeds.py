"""The deeds behind the figures of the workload: a row for each, by person, figure and time."""

from collections.abc import Sequence
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from kernel.rows import Rows
from services.activity.events import FollowUpAmended, FollowUpLogged
from services.analytics.asker import Asker
from services.analytics.deals import DEALS
from services.analytics.pages import Order, page
from services.analytics.parameters import one_of
from services.analytics.periods import Period
from services.analytics.plain import moment, money, time
from services.analytics.work import FIGURES, Deed, Done, Settled, contact, deed
from services.customer.events import CustomerClaimed, CustomerRegistered

LATEST = Order("-done_at", "done_at")
LATEST_WON = Order("-closed_at", "closed_at")
OPENED = (*FIGURES, "won")  # figures that can be opened

Answer = dict[str, Any]


def key(recorded: Recorded) -> Sequence[str]:
    event: Done = recorded.event
    if isinstance(event, FollowUpLogged | FollowUpAmended):
        return (f"follow-up/{event.follow_up_id}",)
    return (f"{recorded.source}/{recorded.position:012}",) if deed(event) else ()


def evolve(row: Row, recorded: Recorded) -> Row:
    event: Done = recorded.event
    if isinstance(event, FollowUpAmended):
        now = {"channel": event.channel, "outcome": event.outcome}
        return row | now | {"figures": figures(contact(event.channel, event.reached))}
    done = deed(event)
    assert done
    return row | told(event, done)


def told(event: Any, done: Deed) -> Row:
    about = {"what": type(event).__name__, "customer_id": event.customer_id}
    for name in ("follow_up_id", "commitment_id", "channel", "outcome"):
        if value := getattr(event, name, None):
            about[name] = value
    when = {"person": done.person, "done_at": moment(done.at)}
    return about | when | {"figures": sorted(done.counts)}


def figures(counts: dict[str, int]) -> list[str]:
    return sorted({"follow_ups", *counts})


DEEDS = Projection(
    "deeds",
    Done,
    key,
    evolve,
    indexes=(
        [("figures", 1), ("done_at", -1), ("_id", -1)],
        [("person", 1), ("figures", 1), ("done_at", -1), ("_id", -1)],
    ),
    begins=CustomerRegistered | CustomerClaimed | FollowUpLogged | Settled,
)


def opened(
    rows: Rows,
    asker: Asker,
    figure: str,
    person: str | None,
    period: Period,
    limit: int | None = None,
    cursor: str | None = None,
) -> tuple[list[Answer], str | None]:
    """One page of what a figure is made of, the latest first: as many as the figure says."""
    one_of("figure", figure, OPENED)
    if person and not (asker.sees_all or person in asker.people):
        raise NotFound(what="person", id=person)
    if figure == "won":
        return won(rows, asker, person, period, limit, cursor)
    who = {"person": {"$eq": person}} if person else asker.own("person")
    match = {"$and": [{"figures": figure}, who, period.match("done_at")]}
    found, following = page(rows.collection(DEEDS), match, LATEST, limit, cursor)
    return [shown(row) for row in found], following


def won(
    rows: Rows,
    asker: Asker,
    person: str | None,
    period: Period,
    limit: int | None,
    cursor: str | None,
) -> tuple[list[Answer], str | None]:
    """Deals, for whose they were when they were won."""
    who = {"owner": {"$eq": person}} if person else asker.own()
    match = {"$and": [{"stage": "won"}, who, period.match("closed_at")]}
    found, following = page(rows.collection(DEALS), match, LATEST_WON, limit, cursor)
    return [deal(row) for row in found], following


def shown(row: Row) -> Answer:
    plainly = {name: value for name, value in row.items() if name not in ("figures", "done_at")}
    return plainly | {"id": plainly.pop("_id"), "at": time(row["done_at"])}


def deal(row: Row) -> Answer:
    return {
        "id": f"opportunity/{row['_id']}",
        "what": "OpportunityWon",
        "at": time(row["closed_at"]),
        "person": row["owner"],
        "customer_id": row["customer_id"],
        "opportunity_id": row["_id"],
        "amount": money(row["amount"], row["currency"]),
    }
