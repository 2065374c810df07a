"""Deals counted and added up: from the sums of months, and at their edges from the deals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kernel.rows import Rows
from services.analytics import deal_parts
from services.analytics.deal_reports.behind import FIELDS, OF_CUSTOMER, PEOPLE, Behind
from services.analytics.deal_reports.summed import answerable, summed, whole_months
from services.analytics.deals import DEALS
from services.analytics.ladder import LADDER
from services.analytics.question import Question
from services.analytics.reading import Stage, aggregate


@dataclass(frozen=True, slots=True)
class Figure:
    """What is added up: over which deals, by which kinds, and where it stands among the sums."""

    behind: Behind
    kinds: Mapping[str, Any]  # by name: expressions of a deal
    sums: Mapping[str, Any]
    unwound: Sequence[Stage] = ()  # before, of an aggregation
    summed: Sequence[str] = ()  # names in the sums of months; none: it is not among them
    parted: Sequence[str] = ("parts",)  # the same of what each has a part in


def grouped(rows: Rows, question: Question, figure: Figure) -> list[dict[str, Any]]:
    """By the key that the report is cut by and by the kinds: some of them may come twice."""
    asked = figure.behind.asked(question)
    if figure.summed and answerable(rows, question) and (whole := whole_months(asked)):
        months, edges = whole
        shared = figure.behind.shared and question.by in PEOPLE
        names = figure.parted if shared else figure.summed
        found = summed(rows, asked, months, names, list(figure.kinds))
        return [*found, *(one for edge in edges for one in scanned(rows, edge, figure))]
    return scanned(rows, asked, figure)


def scanned(rows: Rows, question: Question, figure: Figure) -> list[dict[str, Any]]:
    """From the deals. What customers tell is looked up once for each of them, not for each deal."""
    behind, kinds, sums, parted = (
        figure.behind,
        figure.kinds,
        figure.sums,
        in_parts(figure, question),
    )
    joined = question.by in OF_CUSTOMER
    key = "$customer_id" if joined else question.key(cut_by(question), behind.dated)
    if parted:
        sums = {"count": "$part.own", "amount": deal_parts.WORTH}
        key = "$part.person" if question.by in PEOPLE else key
    added = {name: {"$sum": value} for name, value in sums.items()}
    found = aggregate(
        rows.collection(DEALS),
        {"$match": behind.chosen(question)},
        *parted,
        *figure.unwound,
        {"$match": question.period.match(behind.dated) if "." in behind.dated else {}},
        {"$group": {"_id": {"key": key, **kinds}, **added}},
        *(of_customers(rows, str(question.by), kinds, sums) if joined else ()),
    )
    return [row["_id"] | {"key": row["_id"].get("key")} | row for row in found]


def in_parts(figure: Figure, question: Question) -> Sequence[Stage]:
    if not figure.behind.by_parts(question):
        return ()
    return (*deal_parts.EACH, {"$match": question.asker.own("part.person")})


def of_customers(
    rows: Rows, by: str, kinds: Mapping[str, Any], sums: Mapping[str, Any]
) -> list[Stage]:
    """The same sums, by what the ladder knows of the customers."""
    again = {name: f"$_id.{name}" for name in kinds} | {"key": f"$customer.{by}"}
    added = {name: {"$sum": f"${name}"} for name in sums}
    return [*customer_of(rows, "_id.key"), {"$group": {"_id": again, **added}}]


def customer_of(rows: Rows, id: str) -> list[Stage]:
    ladder = rows.collection(LADDER).name
    ids = {"from": ladder, "localField": id, "foreignField": "_id", "as": "customer"}
    return [{"$lookup": ids}, {"$set": {"customer": {"$first": "$customer"}}}]


def cut_by(question: Question) -> str:
    return FIELDS.get(question.by or "", "")
