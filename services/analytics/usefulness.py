"""The answer of the one box: the most useful first, page by page."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import product
from typing import Any

from kernel.projection import Row
from kernel.refusal import Invalid
from services.analytics.asker import Asker
from services.analytics.found_by import parts
from services.analytics.pages import Order, behind, opened, sealed
from services.analytics.parameters import page_length, wrong
from services.analytics.reading import Documents, find
from services.analytics.search import classes

Condition = dict[str, Any]


def ranked(
    rows: Documents, asker: Asker, match: Condition, q: str, limit: int | None, cursor: str | None
) -> tuple[list[Row], str | None]:
    """One page and the cursor of the next: class by class, one's own and then the others' of each.

    A class is asked for only while the page has room: an exact match usually costs one look-up,
    a search that finds next to nothing six.
    """
    length, steps = page_length(limit), stages(asker, q)
    found: list[tuple[Order, Row]] = []
    first = standing(cursor, [order for order, _ in steps])
    for number, (order, condition) in enumerate(steps[first:]):
        begun = behind(cursor, order) if number == 0 else {}
        room = length + 1 - len(found)
        more = find(rows, {"$and": [match, condition, begun]}, order.sort, room)
        found += ((order, row) for row in more)
        if len(found) > length:
            return [row for _, row in found[:length]], sealed(*found[length - 1])
    return [row for _, row in found], None


def standing(cursor: str | None, orders: Sequence[Order]) -> int:
    """In which class the page before ended; raises Invalid for what is not a cursor of a search."""
    if not cursor:
        return 0
    for number, order in enumerate(orders):
        with suppress(Invalid):
            opened(cursor, order)
            return number
    raise wrong("cursor", "is not one that this search gave")


def stages(asker: Asker, q: str) -> Sequence[tuple[Order, Condition]]:
    """Each with an order of its own name, so that a cursor says where it was given."""
    mine = {"seen_by": asker.user, "owner": asker.user}  # the first has an index
    whose = (mine, {"$nor": [mine]})  # which no index of owners can be tried for
    each = [{"$and": [kind, held]} for kind, held in product(classes(q, parts(asker)), whose)]
    return [(Order(f"-useful{number}", "touched_at"), one) for number, one in enumerate(each)]
