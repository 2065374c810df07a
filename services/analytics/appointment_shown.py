"""One appointment as it is shown, to whom it may be shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel.projection import Row
from kernel.refusal import NotFound
from services.analytics.asker import Asker
from services.analytics.plain import time
from services.analytics.reading import Documents, find_one

STAMP = "%Y%m%dT%H%M%SZ"  # how an occurrence is called in paths


def reads(who: Asker, row: Row) -> bool:
    everybody = {row["organiser"], *(person for person, _ in row["answers"])}
    if who.user in everybody:
        return True
    return not row["private"] and (who.sees_all or not who.people.isdisjoint(everybody))


def appointment(rows: Documents, who: Asker, id: str) -> dict[str, Any]:
    """NotFound when the asker may not see it."""
    row = find_one(rows, {"_id": id})
    if row is None or not reads(who, row):
        raise NotFound(what="appointment", id=id)
    return whole(row)


def whole(row: Row) -> dict[str, Any]:
    names = ("customer_id", "kind", "title", "note", "place", "private", "busy", "remind_minutes",
             "zone", "all_day", "rule", "organiser", "rooms", "cancelled", "sequence", "version",
             "adrift", "uid")  # fmt: skip
    return {name: row[name] for name in names} | {
        "id": row["_id"],
        "starts_at": time(row["starts_at"]),
        "ends_at": time(row["ends_at"]),
        "answers": answers(row),
        "occurrences": [occurrence(one) for one in row["times"]],
        "left_out": [time(one) for one in row["left_out"]],
        "booked_at": time(row["booked_at"]),
        "changed_at": time(row["changed_at"]),
    }


def occurrence(times: Sequence[datetime]) -> dict[str, Any]:
    return {
        "id": times[2].strftime(STAMP),
        "starts_at": time(times[0]),
        "ends_at": time(times[1]),
        "planned_at": time(times[2]),
    }


def answers(row: Row) -> list[dict[str, str]]:
    return [{"person": person, "answer": answer} for person, answer in row["answers"]]
