"""The customers behind a figure of the report on what is due, the last registered first."""

from dataclasses import replace

from kernel.rows import Rows
from services.analytics.asked_days import asked_for
from services.analytics.asker import Asker
from services.analytics.customers_behind import LATEST, Answer, Condition, shown
from services.analytics.deals_behind import Opened
from services.analytics.directory import DIRECTORY
from services.analytics.due_customers import KINDS, kinds, owned
from services.analytics.ladder import LADDER
from services.analytics.of_line import of_team, require_line
from services.analytics.pages import page
from services.analytics.parameters import one_of
from services.analytics.periods import Clock
from services.analytics.question import Question
from services.analytics.reading import find
from services.analytics.reports import named, question_of

DUE = "due"


def due_behind(
    lists: Rows,
    figures: Rows,
    asker: Asker,
    clock: Clock,
    figure: Opened,
    limit: int | None,
    cursor: str | None,
) -> tuple[list[Answer], str | None]:
    """One page. Who is due stands in the lists, how high they have stood in the figures."""
    require_line(figure.by, figure.key)
    kind = one_of("part", figure.part or "", KINDS)
    days = asked_for(figure.from_, figure.to, figure.within, clock)
    question = question_of(named(DUE), figures, asker, clock, days, figure.by)
    asked = replace(question, by=figure.by)  # in all, where it is not cut
    match = {"$and": [owned(asked), kinds(asked)[kind], of_line(asked, figure.key)]}
    found, following = page(lists.collection(DIRECTORY), match, LATEST, limit, cursor)
    ids = [row["_id"] for row in found]
    climbed = find(figures.collection(LADDER), {"_id": {"$in": ids}}, [], len(ids) or 1)
    known = {row["_id"]: row for row in climbed}
    each = [shown({"registered_at": row["registered_at"]} | known.get(row["_id"], row))
            for row in found]  # fmt: skip
    return [one | {"counted": 1} for one in each], following


def of_line(question: Question, key: str | None) -> Condition:
    if question.by == "team":
        return of_team(question, key, "owner")
    return {} if question.by is None else {"owner": {"$eq": key}}
