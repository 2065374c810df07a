"""The board: a column per stage of the deals, with what stands in it and what that is worth."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.analytics.asker import Asker
from services.analytics.opportunities import LAST_TOUCHED, STAGES, seen, shown
from services.analytics.reading import Documents, find
from services.analytics.tally import Group, amounts, counted, tally

CARDS = 20  # newest of a column; the list of opportunities has the rest
FIRST = tuple((stage, stage) for stage in STAGES)


def board(
    rows: Documents,
    asker: Asker,
    filters: Mapping[str, str],
    columns: Sequence[tuple[str, str]] = FIRST,
) -> dict[str, Any]:
    """`filters` may name an owner and a pipeline; `columns` are its stages with their names."""
    match = {"$and": [seen(asker), dict(filters)]}
    groups = tally(rows, match)
    return {"columns": [column(rows, match, *stage, groups) for stage in columns]}


def column(
    rows: Documents, match: dict[str, Any], stage: str, name: str, groups: list[Group]
) -> dict[str, Any]:
    here = [group for group in groups if group.stage == stage]
    cards = find(rows, {"stage": stage, **match}, LAST_TOUCHED.sort, CARDS)
    return {
        "stage": stage,
        "name": name,
        "count": counted(here),
        "amounts": amounts(here),
        "items": [shown(row) for row in cards],
    }
