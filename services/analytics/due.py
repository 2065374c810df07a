"""Who is to be contacted: today, overdue, never contacted, forgotten, or planned for given days.

Due concerns customers that somebody owns; a pool's customers only where the pool is named.
"""

import re
from typing import Any

from kernel.refusal import Invalid
from services.analytics.parameters import wrong
from services.analytics.periods import Clock, Period, days, parsed
from services.analytics.plain import NEVER, NO_DATE

ALLOWED = "is today, overdue, never, forgotten:N days, a date, or a range 2017-07-01..2017-07-31"
LONGEST_SILENCE = 36_500


def due(text: str, clock: Clock) -> dict[str, Any]:
    """The condition on a directory row; raises Invalid that says what is allowed."""
    match text.split(":"):
        case ["today"]:
            return planned(days(clock.today, clock.today, clock.zone))
        case ["overdue"]:
            return {"next_contact_at": {"$lt": clock.start()}}
        case ["never"]:
            return {"last_follow_up_at": NEVER}
        case ["forgotten", count] if re.fullmatch("[1-9][0-9]{0,4}", count):
            return forgotten(min(int(count), LONGEST_SILENCE), clock)
        case _:
            return planned(span(text, clock.zone))


def planned(period: Period) -> dict[str, Any]:
    """A next contact within the period, which may be open; no date is none of its days."""
    bounds = period.match("next_contact_at").get("next_contact_at", {})
    return {"next_contact_at": {"$lt": NO_DATE} | bounds}


def forgotten(count: int, clock: Clock) -> dict[str, Any]:
    """No contact on any of the last N days, today included; nor registered in them."""
    since = clock.start(count - 1)
    never = {"last_follow_up_at": NEVER, "registered_at": {"$lt": since}}
    return {"$or": [{"last_follow_up_at": {"$gt": NEVER, "$lt": since}}, never]}


def span(text: str, zone: str) -> Period:
    first, separator, last = text.partition("..")
    try:
        begin, end = parsed("due", first), parsed("due", last if separator else first)
    except Invalid:
        raise wrong("due", ALLOWED) from None
    if begin is None or end is None or begin > end:
        raise wrong("due", ALLOWED)
    return days(begin, end, zone)
