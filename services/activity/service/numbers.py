"""The ids of notifications as somebody sends them: numbers of their own."""

import re
from typing import Any

from kernel import NotFound
from kernel.form import Form

NUMBER = re.compile(r"[1-9][0-9]{0,11}")


def number(id: Any) -> int:
    """NotFound for what no notification is called."""
    if not isinstance(id, str) or not NUMBER.fullmatch(id):
        raise NotFound(what="notification")
    return int(id)


def numbers(ids: Any, most: int) -> list[int]:
    with Form() as form:
        named = form.texts("ids", ids, most, 12)
        if not named:
            form.wrong("ids", "must name notifications; leave it out to read all")
    return [number(id) for id in named]
