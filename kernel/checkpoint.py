"""Where a group stands: one position per source, and a revision that fences out a second worker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pymongo.client_session import ClientSession

from kernel import debts
from kernel.debts import Debts
from kernel.envelope import Envelope
from kernel.group import Group
from kernel.lease import Fenced
from kernel.live import Documents
from kernel.refusal import Unavailable
from kernel.subscription import sort

FORMAT = 1  # raised when rows or checkpoints are kept in a way that this program cannot read


@dataclass(frozen=True, slots=True)
class Checkpoint:
    id: str  # "lists.g1"
    positions: Mapping[str, int]
    rev: int
    projections: frozenset[str] | None = None  # whose rows it stands for; None: not known
    format: int = 1  # of this document and of the rows
    rewound: Mapping[str, str] = field(default_factory=dict)  # sources that lost what is in here
    debts: Debts = ()  # events that what is in here rests on, and that are not


def load(database: Documents, id: str, session: ClientSession | None = None) -> Checkpoint:
    """The checkpoint; one that was never written stands before the first event."""
    found = database["checkpoints"].find_one({"_id": id}, session=session)
    if not found:
        return Checkpoint(id, {}, 0)
    return opened(found)


def opened(found: Mapping[str, Any]) -> Checkpoint:
    names = found.get("projections")
    return Checkpoint(
        found["_id"],
        found["positions"],
        found["rev"],
        frozenset(names) if names else None,
        found.get("format", 1),
        found.get("rewound", {}),
        debts.opened(found.get("debts", ())),
    )


def follows(at: Checkpoint, sources: Iterable[str], envelopes: Sequence[Envelope]) -> bool:
    """Are these the next events of each source, in order and without a hole?"""
    last = dict.fromkeys(sources, 0) | dict(at.positions)
    ready, _ = sort(last, envelopes)
    return len(ready) == len(envelopes)


def check(at: Checkpoint, group: Group) -> None:
    """Unavailable `rebuild-needed` unless the rows are those that the program folds.

    A projection that was added later has seen nothing of what came before, and rows that the
    program does not know would miss what it folds in: nobody may read such rows.
    """
    check_format(at)
    if at.projections is not None and at.projections != group.titles:
        rows, named = ", ".join(sorted(at.projections)), ", ".join(sorted(group.titles))
        raise Unavailable(
            "rebuild-needed",
            f"{at.id} has rows of {rows}, the program of {named}: ./crm rebuild {group.name}",
        )


def check_format(at: Checkpoint, rows: bool = True) -> None:
    """Nobody guesses what a newer program has written. Rows, unlike reactions, can be made anew."""
    if at.format > FORMAT:
        anew = ", or ./crm rebuild --all builds them anew for this one" if rows else ""
        raise Unavailable(
            "newer-format",
            f"{at.id} was written by a newer version (format {at.format}, known up to {FORMAT}): "
            f"deploy that version{anew}",
            retry_after=30,
        )


def advance(
    database: Documents,
    old: Checkpoint,
    positions: Mapping[str, int],
    session: ClientSession | None = None,
    marks: Mapping[str, str] | None = None,
    owed: Debts | None = None,
) -> Checkpoint:
    """Move it in the transaction that writes the rows; Fenced when it is not as it was read.

    Every transaction increments the revision, also one that moves no position. Where there are no
    rows to write there is no need of a transaction.
    """
    new = {**old.positions, **positions}
    known = {"writer": session.session_id["id"]} if session else {}
    marked = {f"marks.{source}": mark for source, mark in (marks or {}).items()}
    left = old.debts if owed is None else owed
    owing = {"debts": debts.stored(left)} if left != old.debts else {}
    moved = database["checkpoints"].update_one(
        {"_id": old.id, "rev": old.rev},
        {"$set": {"positions": new, **known, **marked, **owing}, "$inc": {"rev": 1}},
        session=session,
    )
    if not moved.matched_count:
        raise Fenced(old.id)
    return replace(old, positions=new, rev=old.rev + 1, debts=left)
