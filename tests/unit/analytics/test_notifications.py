"""What each person has been told, as rows."""

from datetime import UTC, datetime

from kernel.testing import project
from services.activity.events import NotificationsRead, PersonNotified
from services.activity.published.notifications import Numbers
from services.analytics.notifications import INBOXES, NOTIFICATIONS, among, ranges_of, shown

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def told(number, person="ann"):
    return PersonNotified(person, number, "contact-due", "c1", None, NOON, 3, None, None, NOON)


def were_read(*ranges, person="ann"):
    return NotificationsRead(person, tuple(Numbers(*both) for both in ranges), NOON)


def test_each_is_a_row_in_the_order_of_their_numbers():
    rows = project(NOTIFICATIONS, *(told(number) for number in (1, 2, 10)), told(1, "bob"))

    assert sorted(rows) == [
        "ann/000000000001", "ann/000000000002", "ann/000000000010", "bob/000000000001",
    ]  # fmt: skip


def test_an_inbox_knows_the_newest_and_what_was_read():
    rows = project(INBOXES, told(1), told(2), told(3), were_read((1, 1)), were_read((2, 2)))

    assert rows["ann"] == {"_id": "ann", "last": 3, "read": [[1, 2]]}


def test_what_is_shown_says_whether_it_was_read():
    rows = project(NOTIFICATIONS, told(1), told(2))
    read = ranges_of(project(INBOXES, told(1), told(2), were_read((1, 1)))["ann"])

    first, second = (shown(rows[f"ann/00000000000{number}"], read) for number in (1, 2))

    assert (first["read"], second["read"]) == (True, False)
    assert second == {
        "id": "2", "kind": "contact-due", "customer_id": "c1", "about": None, "days": 3,
        "count": None, "by": None, "news": [], "moment": "2026-01-05T04:00:00Z",
        "at": "2026-01-05T04:00:00Z", "read": False,
    }  # fmt: skip


def test_read_and_unread_are_what_lies_in_the_ranges_and_what_does_not():
    lies = {"number": {"$gte": 1, "$lte": 2}}

    assert among([Numbers(1, 2)], inside=True) == {"$or": [lies]}
    assert among([Numbers(1, 2)], inside=False) == {"$nor": [lies]}
    assert among([], inside=True) == {"$or": [{"number": {"$lt": 0}}]}
