"""Notifications: numbered without a hole, read in any order, and nobody else's."""

from datetime import UTC, datetime

import pytest

from kernel import NotFound
from kernel.testing import specify
from services.activity.events import NotificationsRead, PersonNotified
from services.activity.inbox import INBOX, Note, notify, read, read_all
from services.activity.published.notifications import Numbers, count, joined

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
NOTE = Note(kind="contact-due", customer_id="c1", moment=NOON)
given = specify(INBOX)


def told(number):
    return PersonNotified("ann", number, "contact-due", "c1", None, NOON, None, None, None, NOON)


def were_read(*ranges):
    return NotificationsRead("ann", tuple(Numbers(*both) for both in ranges), NOON)


def test_they_are_numbered_as_they_come():
    given().when(notify, "ann", [NOTE, NOTE], NOON).then(told(1), told(2))
    given(told(1), were_read((1, 1))).when(notify, "ann", [NOTE], NOON).then(told(2))


def test_several_are_read_at_once_in_as_few_ranges_as_can_be():
    three = given(told(1), told(2), told(3))

    three.when(read, "ann", [3, 1, 2, 2], NOON).then(were_read((1, 3)))
    three.when(read, "ann", [1, 3], NOON).then(were_read((1, 1), (3, 3)))


def test_what_has_been_read_is_not_read_again():
    given(told(1), told(2), were_read((1, 2))).when(read, "ann", [2], NOON).then()
    given(told(1), told(2), were_read((1, 2))).when(read_all, "ann", None, NOON).then()
    given().when(read_all, "ann", None, NOON).then()


def test_all_up_to_what_was_seen_leaves_what_came_meanwhile():
    three = given(told(1), told(2), told(3), were_read((1, 1)))

    three.when(read_all, "ann", 2, NOON).then(were_read((1, 2)))
    three.when(read_all, "ann", 9, NOON).then(were_read((1, 3)))
    assert INBOX.fold([told(1), told(2), were_read((1, 1)), were_read((2, 2))]).read == (
        Numbers(1, 2),
    )


@pytest.mark.parametrize("number", [0, 2, 10**9])
def test_what_somebody_has_not_been_told_does_not_exist_for_them(number):
    given(told(1)).when(read, "ann", [1, number], NOON).refused(NotFound, "not-found")


def test_ranges_that_touch_become_one():
    apart = [Numbers(5, 6), Numbers(1, 2), Numbers(4, 4), Numbers(2, 2)]

    assert joined(apart) == (Numbers(1, 2), Numbers(4, 6))
    assert count(joined(apart)) == 5
    assert joined([Numbers(1, 9), Numbers(2, 3)]) == (Numbers(1, 9),)
