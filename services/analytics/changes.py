"""Who may be told that something has changed: who sees it now, and who has lost sight of it.

Of a thing that changes hands the rows know only who has it now. Whose it was is said by whoever
asks, from the event itself, so that it goes from the screens of those who had it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kernel.projection import Projection, Row
from services.analytics import opportunities, tasks
from services.analytics.appointment_shown import reads
from services.analytics.appointments import APPOINTMENTS
from services.analytics.asker import Asker
from services.analytics.directory import DIRECTORY, UNKNOWN
from services.analytics.follow_ups import FOLLOW_UPS, is_own
from services.analytics.opportunities import OPPORTUNITIES
from services.analytics.reading import Documents, find
from services.analytics.tasks import TASKS

CUSTOMER, FOLLOW_UP, APPOINTMENT = "customer", "follow-up", "appointment"
ROWS: Mapping[str, tuple[Projection, tuple[str, ...]]] = {  # and what of them says who sees them
    CUSTOMER: (DIRECTORY, ("version", "seen_by", "owner", "second_owner", "collaborators",
                           "pool", "kept_in")),
    "opportunity": (OPPORTUNITIES, ("seen_by",)),
    FOLLOW_UP: (FOLLOW_UPS, ("author", "customer_id", "position")),
    "task": (TASKS, ("owner", "by")),
    APPOINTMENT: (APPOINTMENTS, ("organiser", "answers", "private")),
}  # fmt: skip
Open = Callable[[Projection], Documents]
Found = Mapping[str, Mapping[str, Row]]  # rows by kind and id
Verdict = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Change:
    kind: str
    id: str
    people: frozenset[str] = frozenset()  # whose it was until then
    pool: str | None = None  # that it lay in until then


def judged(open_: Open, askers: Iterable[Asker], changes: Sequence[Change]) -> list[Verdict]:
    """For each who asks the places of the changes that they see, and of what they see no more."""
    found = rows(open_, changes)
    return [verdict(found, who, changes) for who in askers]


def verdict(found: Found, who: Asker, changes: Sequence[Change]) -> Verdict:
    told: Verdict = {"seen": [], "gone": []}
    for place, change in enumerate(changes):
        row = found[change.kind].get(change.id)
        if row is not None and sees(found, who, change.kind, row):
            told["seen"].append(place)
        elif row is not None and saw(who, change, row):
            told["gone"].append(place)
    return told


def sees(found: Found, who: Asker, kind: str, row: Row) -> bool:
    match kind:
        case "customer":
            return bool(row["version"]) and who.sees(row)
        case "opportunity":
            return opportunities.sees(who, row)
        case "task":
            return tasks.sees(who, row)
        case "appointment":
            return reads(who, row)
        case _:
            customer = found[CUSTOMER].get(row["customer_id"])
            return is_own(row, who) or bool(customer and sees(found, who, CUSTOMER, customer))


def saw(who: Asker, change: Change, row: Row) -> bool:
    """As somebody whose it was, or who sees what is theirs; or as a member of its pool."""
    people = {who.user} if row.get("private") else who.people
    lay = change.pool is not None and who.pools.admits(change.pool)
    return lay or not people.isdisjoint(change.people)


def rows(open_: Open, changes: Sequence[Change]) -> dict[str, dict[str, Row]]:
    """Those that are concerned, each read once; of a follow-up also its customer's."""
    ids: dict[str, set[str]] = {kind: set() for kind in ROWS}
    for change in changes:
        ids[change.kind].add(change.id)
    talks = read(open_, FOLLOW_UP, ids.pop(FOLLOW_UP))
    said = {id: row for id, row in talks.items() if "position" in row}
    ids[CUSTOMER] |= {row["customer_id"] for row in said.values()}
    return {FOLLOW_UP: said} | {kind: read(open_, kind, ids[kind]) for kind in ids}


def read(open_: Open, kind: str, ids: Iterable[str]) -> dict[str, Row]:
    if not (wanted := sorted(ids)):
        return {}
    projection, shown = ROWS[kind]
    found = find(open_(projection), {"_id": {"$in": wanted}}, (), len(wanted), shown)
    missing = UNKNOWN if kind == CUSTOMER else {}
    return {row["_id"]: missing | row for row in found}
