"""A request about several things: each is a command of its own, with an answer of its own.

Its id is made from the request's, so that a request that is repeated is repeated row by row: what
was done is answered as before, what was refused is tried again.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from kernel.commits import Commits
from kernel.form import Form
from kernel.refusal import Refusal, to_json

LONGEST_ID = 64

Row = dict[str, Any]


def row_by_row(
    log: Commits, ids: Sequence[str], do: Callable[[Commits, str], Row]
) -> dict[str, Any]:
    """`do` answers a receipt; `position` is the last of them, None when nothing was done."""
    return summed([one_row(log, id, do) for id in dict.fromkeys(ids)])


def summed(items: Sequence[Row]) -> dict[str, Any]:
    done = [item["position"] for item in items if item["ok"]]
    return {"items": list(items), "position": max(done, key=number, default=None)}


def one_row(log: Commits, id: str, do: Callable[[Commits, str], Row]) -> Row:
    command = f"{log.context.command_id}/{id}"
    mine = Commits(log.states, replace(log.context, command_id=command), log.knowing)
    try:
        return {**do(mine, id), "id": id, "ok": True}
    except Refusal as refusal:
        return {"id": id, "ok": False, "problem": to_json(refusal)}


def number(position: str) -> int:
    return int(position.rpartition(":")[2])


def read_ids(form: Form, ids: Any, most: int) -> list[str]:
    """Which things; at most as many as the company has set."""
    if isinstance(ids, list | tuple) and len(ids) > most:
        form.wrong("ids", f"must be at most {most} at once; there are {len(ids)}")
        return []
    found = form.texts("ids", ids, most, LONGEST_ID)
    if not found:
        form.wrong("ids", "must name at least one")
    return found
