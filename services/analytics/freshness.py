"""Read your writes: rows that contain the positions that the caller has been given."""

import re
import time
from collections.abc import Sequence

from kernel.rows import Rows
from services.analytics.parameters import wrong

PATIENCE = 2.0  # seconds, for all positions together
POSITION = re.compile(r"([a-z]+):([0-9]{1,15})")


def caught_up(rows: Rows, after: Sequence[str] | None) -> Rows:
    """The rows once they contain every position; Unavailable `not-yet` when that takes too long."""
    deadline = time.monotonic() + PATIENCE
    for source, position in [parsed(text, rows) for text in after or ()]:
        rows.wait(source, position, max(0.0, deadline - time.monotonic()))
    return rows


def parsed(text: str, rows: Rows) -> tuple[str, int]:
    found = POSITION.fullmatch(text) if isinstance(text, str) else None
    if not found or found[1] not in rows.group.sources:
        sources = ", ".join(rows.group.sources)
        raise wrong("after", f"is a position as customer:1041, of one of {sources}")
    return found[1], int(found[2])
