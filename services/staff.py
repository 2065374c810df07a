"""Who works here no more, or never did, receives nothing: asked of a service's rows of people."""

from collections.abc import Collection, Iterable
from typing import Any

from kernel.refusal import Rejected

Documents = Any  # a collection of rows: login → {"active": …}


def inactive(staff: Documents, people: Iterable[str]) -> frozenset[str]:
    """Those of them who have been deactivated; who is not in the organisation is nobody's worry."""
    named = sorted(set(people))
    if not named:
        return frozenset()
    gone = staff.find({"_id": {"$in": named}, "active": False})
    return frozenset(row["_id"] for row in gone)


def strangers(staff: Documents, people: Iterable[str]) -> frozenset[str]:
    """Those of them who never worked here; nobody, while tokens alone say who does."""
    named = frozenset(people)
    if not named or staff.find_one({}) is None:
        return frozenset()
    return named - {row["_id"] for row in staff.find({"_id": {"$in": sorted(named)}})}


def require_active(gone: Collection[str]) -> None:
    """A deactivation is heard of within milliseconds; what came before it stays."""
    if gone:
        person = min(gone)
        raise Rejected(
            "person-deactivated",
            f"{person} has been deactivated and receives nothing: name somebody else",
            person=person,
        )
