"""The board: a column per stage of the deals, with what stands in it and what that is worth."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.analytics.asker import Asker
from services.analytics.opportunities import LAST_TOUCHED, STAGES, seen, shown
from services.analytics.reading import Documents, Session, at_one_moment, find
from services.analytics.tally import Group, amounts, counted, tally

CARDS = 20  # newest of a column; the list of opportunities has the rest
FIRST = tuple((stage, stage) for stage in STAGES)


def board(
    rows: Documents,
    asker: Asker,
    filters: Mapping[str, str],
    columns: Sequence[tuple[str, str]] = FIRST,
) -> dict[str, Any]:
    """`filters` may name an owner and a pipeline; `columns` are its stages with their names.

    All of it is of one moment: no deal is missing, or there twice, because it moved meanwhile.
    """
    match = {"$and": [seen(asker), dict(filters)]}
    with at_one_moment(rows) as session:
        groups = tally(rows, match, session=session)
        return {"columns": [column(rows, match, *stage, groups, session) for stage in columns]}


def column(
    rows: Documents,
    match: dict[str, Any],
    stage: str,
    name: str,
    groups: list[Group],
    session: Session,
) -> dict[str, Any]:
    here = [group for group in groups if group.stage == stage]
    cards = find(rows, {"stage": stage, **match}, LAST_TOUCHED.sort, CARDS, session=session)
    return {
        "stage": stage,
        "name": name,
        "count": counted(here),
        "amounts": amounts(here),
        "items": [shown(row) for row in cards],
    }
