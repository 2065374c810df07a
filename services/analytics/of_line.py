"""One line of a report that is cut: what a record must be like to be counted in it."""

from dataclasses import replace
from typing import Any

from services.analytics.deal_reports.behind import FIELDS, OF_CUSTOMER, Behind
from services.analytics.parameters import wrong
from services.analytics.periods import PERIODS, called
from services.analytics.question import Question


def require_line(by: str | None, key: str | None) -> None:
    if key is not None and by is None:
        raise wrong("key", "names a line of a report that is cut: say `by` what")


def of_line(question: Question, figure: Behind, key: str | None) -> dict[str, Any]:
    """The condition of one line; without a key that of the deals that have none."""
    by = str(question.by)
    if by in PERIODS:
        return {figure.dated: None} if key is None else {}
    if by == "team":
        return of_team(question, key, figure.of)
    if by == "person" and key is not None:
        return {figure.of: key}
    return {f"customer.{by}" if by in OF_CUSTOMER else FIELDS[by]: key}


def in_line(question: Question, key: str) -> Question:
    """Of its period alone: what has several dates must have the one that is asked for in it."""
    period = called(str(question.by), key, question.clock.zone)
    return replace(question, period=question.period.both(period))


def of_team(question: Question, team: str | None, field: str) -> dict[str, Any]:
    """Of its people those whom the asker sees: in the others' parts of a deal they have none."""
    members = {person for person, theirs in question.teams.items() if theirs == team}
    seen = {} if question.asker.sees_all else {"$in": sorted(question.asker.people)}
    if team is not None:
        theirs = members if question.asker.sees_all else members & question.asker.people
        return {field: {"$in": sorted(theirs)}}
    elsewhere = {"$nin": [person for person, theirs in question.teams.items() if theirs]} | seen
    if field != "seen_by":
        return {field: elsewhere}
    return {"$or": [{field: {"$elemMatch": elsewhere}}, {"owner": None}]}
