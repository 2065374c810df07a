"""How the visits that a leaver has planned pass to those who have the customers now."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from kernel.change import Change, change
from kernel.commits import Commits
from kernel.settings import time_zone
from kernel.states import States
from services.activity import inheriting
from services.activity.itinerary import Whose
from services.activity.week_plan import ITINERARY, Visit, of
from services.weeks import week_of

WEEKS = 13  # that are looked through: nobody plans a quarter ahead
Heir = Callable[[str], str | None]  # of a customer; the leaver while it is theirs still


def pass_visits(
    states: States, log: Callable[[str], Commits], leaver: str, handover_id: str, heir: Heir,
    now: datetime,
) -> int:  # fmt: skip
    """How many; `log` is that of one step, under an id of its own."""
    count = 0
    for whose in weeks(leaver, now):
        plan = states.newest(ITINERARY, of(leaver, whose.week))
        for id, visit in inheriting.ahead(plan, whose).items():
            to = heir(visit.customer_id)
            if to != leaver:
                made = passed(whose, id, visit, to, f"{handover_id}/{id}")
                log(f"visit/{id}").commit(*made, answered=False)
                count += 1
    return count


def passed(
    whose: Whose, id: str, visit: Visit, heir: str | None, name: str
) -> list[Change[Any, Any]]:
    """Out of one itinerary and into the other in one commit, there under an id of its own."""
    left = change(ITINERARY, of(whose.person, whose.week), inheriting.leave, whose, id, heir)
    if heir is None:
        return [left]
    told = (whose, heir, str(uuid5(NAMESPACE_OID, name)), visit)
    return [left, change(ITINERARY, of(heir, whose.week), inheriting.inherit, *told)]


def weeks(leaver: str, now: datetime) -> Iterator[Whose]:
    today = now.astimezone(ZoneInfo(time_zone())).date()
    for number in range(WEEKS):
        yield Whose(leaver, week_of(today + timedelta(weeks=number)), now, today)
