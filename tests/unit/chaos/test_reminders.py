"""Reminders in a log: each fault of theirs made once, and found."""

from datetime import timedelta
from typing import Any

from tests.chaos.checks.reminders import Reminders
from tests.chaos.checks.stored import Stored
from tests.unit.chaos.story import NOON, Event, stored

DUE = NOON + timedelta(seconds=20)
LATER = NOON + timedelta(minutes=2)
STEP = {"customer_id": "c1", "kind": "due", "since": "s", "days": 0, "people": ["ann"]}


def told(number: int, person: str = "ann") -> Event:
    data = {"person": person, "number": number}
    return (f"inbox/{person}", number, "PersonNotified", data)


def planned(
    position: int = 1, ahead: Any = DUE, id: str = "c1", owner: str | None = "ann"
) -> Stored:
    at = (NOON + timedelta(seconds=position)).isoformat()
    data = {"customer_id": id, "entered_at": at, "at": at, "owner": owner,
            "next_contact_at": ahead.isoformat() if ahead else None}  # fmt: skip
    return stored(position, f"f{position}", ("contact/c1", 1, "FollowUpLogged", data),
                  source="activity")  # fmt: skip


def reminded(position: int, *others: Event, **said: Any) -> Stored:
    step = ("reminder/c1", 1, "ContactReminded", STEP | said)
    return stored(position, f"r{position}", step, *others, source="activity")


def handed(position: int) -> Stored:
    data = {"customer_id": "c1", "by": "bob"}
    return stored(position, "h", ("customer/c1", 2, "CustomerClaimed", data))


def found(*commits: Stored) -> list[str]:
    judge = Reminders()
    return judge.feed(commits) + judge.missing(LATER)


def test_who_was_reminded_once_was_reminded_rightly():
    judge = Reminders()
    assert judge.feed([planned(), reminded(2, told(1))]) == judge.missing(LATER) == []
    assert judge.checked == 1


def test_a_reminder_that_never_came_is_found_once():
    judge = Reminders()
    judge.feed([planned()])
    assert judge.missing(DUE) == []
    assert judge.missing(LATER) == ["nobody was reminded of c1, planned at activity:1"]
    assert judge.missing(LATER) == []


def test_a_reminder_that_came_twice_is_found():
    [doubled] = found(planned(), reminded(2, told(1)), reminded(4, told(2)))
    assert doubled.startswith("activity:4: c1 is told a second time")


def test_who_was_told_must_be_who_was_reminded():
    assert len(found(planned(), reminded(2))) == 1
    assert len(found(planned(), reminded(2, told(1, "bob")))) == 1


def test_a_notification_that_is_lost_or_comes_twice_is_found():
    for number in (1, 3):
        [wrong] = found(reminded(1, told(1)), reminded(3, told(number), since="other"))
        assert "where 2 was to come" in wrong


def test_of_what_lies_in_a_pool_nobody_is_reminded():
    assert found(planned(owner=None)) == []


def test_what_changed_hands_or_was_called_again_is_not_waited_for():
    assert found(planned(1), handed(9)) == []
    assert found(handed(9), planned(10)) == []  # at the same moment: nobody can say
    assert len(found(handed(1), planned(9))) == 1
    assert found(planned(1), planned(2, None)) == []
    assert found(planned(3, None), planned(2)) == []  # the one is older: it plans nothing


def test_where_clocks_were_wrong_nothing_is_said_to_be_missing():
    judge = Reminders()
    judge.feed([planned()])
    judge.forget()
    assert judge.missing(LATER) == []
