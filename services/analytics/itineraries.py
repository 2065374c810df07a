"""The itinerary of a week: what is planned, day by day, and what was made of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kernel.projection import Row
from kernel.refusal import NotFound
from kernel.rows import Rows
from services import weeks
from services.analytics import organisation
from services.analytics.asker import Asker
from services.analytics.averages import percent
from services.analytics.organisation import STAFF
from services.analytics.parameters import wrong
from services.analytics.periods import Clock, Period, day_start
from services.analytics.periods import days as span
from services.analytics.plain import time
from services.analytics.reading import aggregate, find, find_one
from services.analytics.visits import DROPPED, MADE, PLANNED, UNPLANNED, VISITS, WEEKS

MOST = 1_000  # visits of a person in a week that are shown
DUE = timedelta(days=-2)  # from its Monday: it is due with the end of Friday
ENTRY = ("customer_id", "day", "goal", "approach", "state", "follow_up_id", "reason")

Answer = dict[str, Any]


def itinerary(
    rows: Rows, asker: Asker, clock: Clock, week: str, person: str | None = None
) -> Answer:
    """NotFound for somebody whose records the asker does not see."""
    first, who = monday(week), person or asker.user
    if not (asker.sees_all or who in asker.people):
        raise NotFound(what="itinerary", id=who)
    planned, free = entries(rows, who, week, first, clock)
    filed = find_one(rows.collection(WEEKS), {"_id": f"{week}/{who}"})
    counts = Counter(row["state"] for row in (*planned, *free))
    days = [day_of(first + timedelta(days=n), planned, free, clock) for n in range(7)]
    return (
        {"week": week, "version": filed["version"] if filed else 0, "person": who, "days": days}
        | figures(counts)
        | standing(filed, first, clock)
    )


def entries(
    rows: Rows, person: str, week: str, first: date, clock: Clock
) -> tuple[list[Row], list[Row]]:
    visits = rows.collection(VISITS)
    order = [("day", 1), ("place", 1), ("since", 1)]
    planned = find(visits, {"week": week, "person": person}, order, MOST)
    within = week_of(first, clock).match("at")
    match = {"person": person, "state": UNPLANNED} | within
    return planned, find(visits, match, [("at", 1)], MOST)


def people(rows: Rows, asker: Asker, clock: Clock, week: str) -> Answer:
    """Everybody in sight who sells, or who planned or visited: also who has planned nothing."""
    first = monday(week)
    counts = counted(rows, asker, week, first, clock)
    match = {"$and": [{"week": week, "at": {"$exists": True}}, asker.own("person")]}
    filed = {row["person"]: row for row in find(rows.collection(WEEKS), match, [("_id", 1)], MOST)}
    teams = organisation.teams(rows.collection(STAFF))
    everybody = sorted({*organisation.sellers(rows.collection(STAFF), asker), *counts, *filed})
    items = [
        {"person": who, "team": teams.get(who)}
        | figures(counts.get(who, Counter()))
        | standing(filed.get(who), first, clock)
        for who in everybody
    ]
    return {"week": week, "items": items, "teams": by_team(items)}


def counted(
    rows: Rows, asker: Asker, week: str, first: date, clock: Clock
) -> Mapping[str, Counter[str]]:
    """By person and state."""
    free = {"state": UNPLANNED} | week_of(first, clock).match("at")
    match = {"$and": [{"$or": [{"week": week}, free]}, asker.own("person")]}
    kinds = {"person": "$person", "state": "$state"}
    found = aggregate(
        rows.collection(VISITS),
        {"$match": match},
        {"$group": {"_id": kinds, "count": {"$sum": 1}}},
    )
    counts: dict[str, Counter[str]] = {}
    for row in found:
        counts.setdefault(row["_id"]["person"], Counter())[row["_id"]["state"]] = row["count"]
    return counts


def by_team(items: Sequence[Answer]) -> list[Answer]:
    """The same figures per team, who is in none at the end."""
    totals: dict[str | None, Counter[str]] = {}
    for item in items:
        total = totals.setdefault(item["team"], Counter())
        total.update({state: item[state] for state in (MADE, DROPPED, UNPLANNED)})
        total[PLANNED] += item["open"]
        total["missing"] += item["submitted_at"] is None
    keys = sorted(totals, key=lambda team: (team is None, team))
    return [{"team": k, "missing": totals[k]["missing"]} | figures(totals[k]) for k in keys]


def figures(counts: Counter[str]) -> Answer:
    """`planned` were not dropped; `kept` is how many percent of them were made."""
    planned = counts[PLANNED] + counts[MADE]
    return {
        "planned": planned,
        "made": counts[MADE],
        "open": counts[PLANNED],
        "dropped": counts[DROPPED],
        "unplanned": counts[UNPLANNED],
        "kept": percent(counts[MADE], planned),
    }


def standing(filed: Row | None, first: date, clock: Clock) -> Answer:
    """When the plan was submitted, and whether that was, or would be by now, too late."""
    due = day_start(first + DUE, clock.zone)
    at: datetime | None = filed.get("at") if filed else None
    return {
        "submitted_at": time(at),
        "submitted_visits": filed.get("visits") if filed else None,
        "due_at": time(due),
        "late": (at or clock.now) > due,
    }


def day_of(day: date, planned: Sequence[Row], free: Sequence[Row], clock: Clock) -> Answer:
    begin, end = day_start(day, clock.zone), day_start(day + timedelta(days=1), clock.zone)
    return {
        "day": day.isoformat(),
        "visits": [shown(row) for row in planned if row["day"] == day.isoformat()],
        "unplanned": [shown(row) for row in free if begin <= row["at"] < end],
    }


def shown(row: Row) -> Answer:
    plainly = {name: row.get(name) for name in ENTRY if name in row}
    return {"id": row["_id"]} | plainly | {"visited_at": time(row.get("at"))}


def week_of(first: date, clock: Clock) -> Period:
    return span(first, first + timedelta(days=6), clock.zone)


def monday(week: str) -> date:
    """Raises Invalid for what is no week."""
    try:
        return weeks.monday(week)
    except ValueError as error:
        raise wrong("week", str(error)) from None
