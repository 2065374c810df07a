"""Who works here no more, or never did, receives nothing: asked of a service's rows of people."""

from collections.abc import Collection, Iterable
from typing import Any

from kernel.refusal import Rejected

Documents = Any  # a collection of rows: login → {"active": …}


def inactive(staff: Documents, people: Iterable[str | None]) -> frozenset[str]:
    """Those of them who have been deactivated; who is not in the organisation is nobody's worry."""
    named = sorted({person for person in people if person})
    if not named:
        return frozenset()
    gone = staff.find({"_id": {"$in": named}, "active": False})
    return frozenset(row["_id"] for row in gone)


def strangers(staff: Documents, people: Iterable[str]) -> frozenset[str]:
    """Whom the organisation does not know: misspelt, as a rule. Where it knows nobody at all,
    tokens alone say who there is.
    """
    named = frozenset(people)
    if not named:
        return named
    known = staff.find({"_id": {"$in": sorted(named)}})
    unknown = named - {row["_id"] for row in known}
    return unknown if unknown and staff.find_one({}) else frozenset()


def require_known(strangers: Collection[str]) -> None:
    if strangers:
        person = min(strangers)
        raise Rejected("person-unknown", f"nobody here is called {person}", person=person)


def require_active(gone: Collection[str]) -> None:
    """A deactivation is heard of within milliseconds; what came before it stays."""
    if gone:
        person = min(gone)
        raise Rejected(
            "person-deactivated",
            f"{person} has been deactivated and receives nothing: name somebody else",
            person=person,
        )
