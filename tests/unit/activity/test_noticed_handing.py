"""What a handover that is undone tells: who has its customers again, and who has them no more."""

from dataclasses import replace

from kernel.testing import project, recorded
from services.activity.inbox import Note
from services.activity.notices import NOTICES
from services.activity.noticing import moment_of, note, overdue
from services.customer.events import (
    CustomersGivenBack,
    HandedOver,
    HandoverUndone,
    HandoverUndoRequested,
)
from tests.unit.activity.noticed import BY, NOON

ASKED, UNDONE = HandoverUndoRequested("h1", "may", NOON), HandoverUndone("h1", "may", NOON, "ann")


def back(*handed: HandedOver) -> CustomersGivenBack:
    ids = tuple(dict.fromkeys(one.customer_id for one in handed))
    return CustomersGivenBack("h1", 41, ids, (), "may", NOON, "ann", handed)


def had(id: str, to: str | None, part: str = "owner") -> HandedOver:
    return HandedOver(id, part, to, None, None, ())


def told(*events: object) -> dict[str, Note]:
    """By person, when all of it is over."""
    rows = project(
        NOTICES,
        *(recorded(one, at, source="customer", at=NOON) for at, one in enumerate(events, 1)),
    )
    given = [(row, overdue(row, BY, NOON)) for row in rows.values()]
    return {
        person: note(row, notice, person)
        for row, notice in given
        if notice
        for person in notice.people
    }


def test_who_has_them_again_and_who_has_them_no_more_are_told_with_their_number() -> None:
    first = back(had("c1", "bob"), had("c2", "cy"), had("c3", None))
    second = back(had("c4", "bob"), had("c4", "bob", "collaborator"))

    found = told(ASKED, first, second, UNDONE)

    lost = Note(kind="customer-taken-back", about="h1", count=2, by="may")
    assert found == {
        "ann": Note(kind="customer-given-back", about="h1", count=4, by="may"),
        "bob": lost,
        "cy": replace(lost, customer_id="c2", count=1),
    }


def test_nothing_is_told_before_it_is_over_nor_when_nothing_came_back() -> None:
    rows = project(NOTICES, *(recorded(one, 1, source="customer") for one in (ASKED, back())))
    assert [moment_of(row, BY) for row in rows.values()] == [None, None]

    assert told(ASKED, back(), UNDONE) == {}
    assert told(ASKED, replace(back(had("c1", "bob")), returned=()), UNDONE) == {}  # as once told
