"""When a notice is to be given, to whom and of what: judged by its row and the company's rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from services.activity.inbox import Note
from services.activity.reminding import Ruling

Row = Mapping[str, Any]
OWNER = ("owner",)


@dataclass(frozen=True)
class Notice:
    kind: str
    at: datetime  # when it is to be given
    known_at: datetime | None = None  # what was due before it was known of is history
    of: datetime | None = None  # the moment that it tells of
    days: int | None = None
    owner: str | None = None  # with `to`: it concerns whose this is, and who leads them
    to: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # whom else
    counts: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def notices(row: Row, by: Ruling) -> list[Notice]:
    """All that there are to be, the first first."""
    if row.get("over"):
        return []
    subject = row["_id"].partition("/")[0]
    found = SUBJECTS.get(subject, once)(row, by)
    return sorted(found, key=lambda notice: notice.at)


def once(row: Row, by: Ruling) -> list[Notice]:
    """Something that happened; of a handover, when all of it has."""
    if "due" not in row:
        return []
    tell = {person: (count, id) for person, count, id in row.get("tell", ()) if count}
    people = tuple(person for person, _, _ in row.get("tell", ()))
    found = Notice(row["kind"], row["due"], of=row.get("moment"), days=row.get("days"), counts=tell)
    if to := row.get("to"):
        return [replace(found, owner=people[0], to=(to,))]
    return [replace(found, people=people)]


def commitments(row: Row, by: Ruling) -> list[Notice]:
    """In the morning of its day, and by the ladder of what is overdue."""
    owner, day = row.get("owner"), date.fromisoformat(row["due_on"])
    if not owner:
        return []
    of, known = by.midnight(day), row["known_at"]
    due = Notice("commitment-due", by.morning_before(day), known, of, None, owner, OWNER)
    ladder = by.rules.overdue
    mornings = by.mornings_after(day, ladder)
    return [
        due,
        *(
            Notice("commitment-overdue", at, known, of, step.days, owner, step.to)
            for step, at in zip(ladder, mornings, strict=True)
        ),
    ]


def tasks(row: Row, by: Ruling) -> list[Notice]:
    owner, due_at = row.get("owner"), row.get("due_at")
    if not owner or not due_at:
        return []
    return [Notice("task-due", due_at, row["known_at"], due_at, None, owner, OWNER)]


def appointments(row: Row, by: Ruling) -> list[Notice]:
    if row.get("remind") is None or "known_at" not in row:
        return []
    ahead, people = timedelta(minutes=row["remind"]), tuple(row["attending"])
    return [
        Notice("appointment-soon", start - ahead, row["known_at"], start, people=people)
        for _, start in row["starts"]
    ]


def watched(row: Row, by: Ruling) -> list[Notice]:
    return [Notice(row["kind"], row["due"], people=(row["person"],))] if "due" in row else []


SUBJECTS = {
    "commitment": commitments, "task": tasks, "appointment": appointments, "watched": watched,
}  # fmt: skip


def pending(row: Row, by: Ruling) -> list[Notice]:
    """Those that have neither been given nor been overtaken by one that has."""
    upto = row.get("given_upto")
    return [
        notice
        for notice in notices(row, by)
        if not (upto and notice.at <= upto)
        and not (notice.known_at and notice.at < notice.known_at)
    ]


def moment_of(row: Row, by: Ruling) -> datetime | None:
    return next((notice.at for notice in pending(row, by)), None)


def overdue(row: Row, by: Ruling, now: datetime) -> Notice | None:
    """Of several that were missed only the last is given, to all whom they concerned."""
    missed = [notice for notice in pending(row, by) if notice.at <= now]
    to = dict.fromkeys(one for notice in missed for one in notice.to)
    return replace(missed[-1], to=tuple(to)) if missed else None


def too_late(notice: Notice, now: datetime) -> bool:
    """Nobody is told that what has begun will begin soon."""
    return notice.kind == "appointment-soon" and notice.of is not None and notice.of < now


def note(row: Row, notice: Notice, person: str) -> Note:
    """What a person is told: a customer by its id, or several by their number."""
    if "news" in row:
        return of_news(row, notice)
    known = notice.counts.get(person) or notice.counts.get(notice.owner or "")
    count, customer_id = known or (1, row.get("customer_id"))
    return Note(
        kind=notice.kind,
        customer_id=customer_id if count == 1 else None,
        about=row.get("about"),
        moment=notice.of,
        days=notice.days,
        count=count if known else None,
        by=row.get("by"),
    )


def of_news(row: Row, notice: Notice) -> Note:
    """With what has happened, each once, and who did it if that was one."""
    ids, by = {id for id, _, _ in row["news"]}, {by for _, _, by in row["news"]}
    return Note(
        kind=notice.kind,
        customer_id=min(ids) if len(ids) == 1 else None,
        count=len(ids),
        by=min(by, key=str) if len(by) == 1 else None,
        news=tuple(dict.fromkeys(what for _, what, _ in row["news"])),
    )
