"""Reading which key somebody has pressed, for one customer or down a call list."""

from collections.abc import Mapping
from typing import Any

from kernel.form import Form
from services.activity.quick_log import Pressed

LONGEST_NOTE = 5_000
LONGEST_ID = 64


def read(form: Form, at: str, given: Mapping[str, Any]) -> Pressed:
    contact_id = form.maybe_text(f"{at}contact_id", given.get("contact_id"), LONGEST_ID)
    return Pressed(
        key=form.text(f"{at}key", given.get("key"), LONGEST_ID),
        note=form.maybe_text(f"{at}note", given.get("note"), LONGEST_NOTE, lines=True),
        contact_id=contact_id,
        next_contact_at=form.maybe_time(f"{at}next_contact_at", given.get("next_contact_at")),
        call_list=form.maybe_text(f"{at}call_list", given.get("call_list"), LONGEST_ID),
    )


def read_rows(form: Form, rows: Any, most: int) -> dict[str, Pressed]:
    """By customer, each once: a key that is pressed twice would be two calls."""
    listed = isinstance(rows, list | tuple) and all(isinstance(row, dict) for row in rows)
    if not listed or not 0 < len(rows) <= most:
        form.wrong("rows", f"must be a list of 1 to {most} rows")
        return {}
    found: dict[str, Pressed] = {}
    for place, row in enumerate(rows):
        id = form.text(f"rows.{place}.customer_id", row.get("customer_id"), LONGEST_ID)
        if id in found:
            form.wrong(f"rows.{place}.customer_id", "stands in another row already")
        found[id] = read(form, f"rows.{place}.", row)
    return found
