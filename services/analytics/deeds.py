"""The deeds behind the figures of the workload: a row for each, by person, figure and time."""

from collections.abc import Sequence
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.rows import Rows
from services.activity.events import FollowUpAmended, FollowUpLogged
from services.analytics.asker import Condition
from services.analytics.deals import DEALS
from services.analytics.of_line import in_line, of_team, require_line
from services.analytics.pages import Order, page
from services.analytics.parameters import one_of
from services.analytics.periods import PERIODS
from services.analytics.plain import moment, money, time
from services.analytics.question import Question
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
    question: Question,
    figure: str,
    key: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> tuple[list[Answer], str | None]:
    """One page of what a figure is made of, the latest first: as many as the figure says."""
    one_of("figure", figure, OPENED)
    require_line(question.by, key)
    if figure == "won":
        return won(rows, question, key, limit, cursor)
    match = {"$and": [{"figures": figure}, *chosen(question, key, "person", "done_at")]}
    found, following = page(rows.collection(DEEDS), match, LATEST, limit, cursor)
    return [shown(row) for row in found], following


def won(
    rows: Rows, question: Question, key: str | None, limit: int | None, cursor: str | None
) -> tuple[list[Answer], str | None]:
    """Deals, for whose they were when they were won."""
    match = {"$and": [{"stage": "won"}, *chosen(question, key, "owner", "closed_at")]}
    found, following = page(rows.collection(DEALS), match, LATEST_WON, limit, cursor)
    return [deal(row) for row in found], following


def chosen(question: Question, key: str | None, who: str, dated: str) -> list[Condition]:
    """Of one line where the report is cut; each of them has somebody, and a time."""
    if question.by in PERIODS:
        question = in_line(question, key or "")
    line: Condition = {}
    if question.by == "team":
        line = of_team(question, key, who)
    elif question.by == "person":
        line = {who: {"$eq": key}}
    return [question.asker.own(who), question.period.match(dated), line]


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
