"""What was said to a firm, by whom, and when it is to be contacted again."""

from datetime import date, datetime
from random import Random
from typing import Any

from cli.demo.moments import DAYS, moment
from cli.demo.words import TALKS_EN, TALKS_ZH

CLOSED = (("won",), ("lost",))
OVERDUE, AHEAD = 6, 14  # days around today in which the next contact falls


def talks(
    today: date, chance: Random, author: str | None, *, english: bool, done: tuple[str, ...]
) -> tuple[dict[str, Any], ...]:
    """Bodies of follow-ups, oldest first; one firm of seven has never been contacted."""
    days_ago = chance.sample(range(2, DAYS - 4), chance.randrange(7))
    moments = sorted(moment(today, ago, chance) for ago in days_ago)
    said = [talk(when, chance, author, english) for when in moments]
    if said and done not in CLOSED and chance.random() < 0.8:
        again = moment(today, chance.randrange(-AHEAD, OVERDUE), chance)
        said[-1]["next_contact_at"] = again.isoformat()
    return tuple(said)


def talk(when: datetime, chance: Random, author: str | None, english: bool) -> dict[str, Any]:
    channel, outcome, note = chance.choice(TALKS_EN if english else TALKS_ZH)
    body = {"channel": channel, "outcome": outcome, "note": note, "at": when.isoformat()}
    return body | ({"author": author} if author else {})
