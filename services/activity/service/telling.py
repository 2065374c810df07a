"""Who is told of something, as people work here now, and how it gets into their notifications."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from kernel.change import Change, change
from kernel.rows import Rows
from services.activity import inbox
from services.activity.inbox import INBOX, Note
from services.activity.people import gone, leaders


def addressed(people: Rows, owner: str, to: Sequence[str]) -> tuple[str, ...]:
    """Who has left is told nothing: what was theirs to hear, those hear who lead them."""
    away = owner in gone(people, [owner])
    if to == ("owner",) and not away:
        return (owner,)
    rungs = leaders(people, owner)
    found: list[str] = []
    for one in to:
        if one == "owner" and not away:
            found.append(owner)
        elif rungs:
            found += rungs[min(1, len(rungs) - 1)] if one == "manager-above" else rungs[0]
    return tuple(dict.fromkeys(found))


def still_here(people: Rows, named: Iterable[str]) -> tuple[str, ...]:
    named = list(dict.fromkeys(named))
    away = gone(people, named)
    return tuple(person for person in named if person not in away)


def telling(notes: Mapping[str, Note], at: datetime) -> list[Change[Any, Any]]:
    """One change for each person; they go into the commit of what is told."""
    return [
        change(INBOX, person, inbox.notify, person, [note], at) for person, note in notes.items()
    ]
