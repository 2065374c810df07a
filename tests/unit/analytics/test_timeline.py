from dataclasses import replace

from kernel.testing import project, recorded
from services.activity.events import AppointmentBooked, AppointmentCancelled, TaskGiven
from services.analytics.timeline import TIMELINE, shown
from tests.unit.analytics.examples import DAY, NOON, followed_up, opened, registered, reset


def test_an_event_says_who_did_what_and_when() -> None:
    logged = recorded(followed_up(next_at=NOON + DAY), 7, source="activity", at=NOON + DAY)

    [row] = project(TIMELINE, logged).values()

    assert shown(row) == {
        "id": "/guanxi/activity/7",
        "what": "FollowUpLogged",
        "who": "ann",
        "at": "2026-01-05T04:00:00Z",
        "recorded_at": "2026-01-06T04:00:00Z",
        "position": "activity:7",
        "details": {
            "follow_up_id": "f-c1-050400",
            "author": "ann",
            "channel": "phone",
            "outcome": "interested",
            "note": "",
            "next_contact_at": "2026-01-06T04:00:00Z",
            "entered_at": "2026-01-05T04:00:00Z",
        },
    }


def test_rows_are_keyed_in_the_order_in_which_things_happened() -> None:
    late = recorded(followed_up(at=NOON - DAY), 2, source="activity", at=NOON + DAY)
    rows = project(TIMELINE, recorded(registered(), 1, source="customer"), late)

    assert [rows[key]["what"] for key in sorted(rows)] == ["FollowUpLogged", "CustomerRegistered"]


def test_events_of_one_moment_keep_the_order_of_their_log() -> None:
    events = [recorded(followed_up(), position, source="activity") for position in (9, 10, 11)]

    rows = project(TIMELINE, *events)

    assert [rows[key]["position"] for key in sorted(rows)] == [
        "activity:9",
        "activity:10",
        "activity:11",
    ]


def test_a_deal_stands_on_the_timeline_of_its_customer() -> None:
    [row] = project(TIMELINE, opened(customer_id="c9")).values()

    assert row["customer_id"] == "c9"
    assert row["details"]["amount"] == {"amount": "4821.00", "currency": "CNY"}


def test_a_deal_without_customer_stands_on_none() -> None:
    assert project(TIMELINE, opened(customer_id=None)) == {}


def test_what_the_system_did_is_said_to_be_its_doing() -> None:
    [row] = project(TIMELINE, recorded(reset(), actor="system")).values()

    assert row["who"] == "system"


def test_that_nobody_answered_is_said() -> None:
    [row] = project(TIMELINE, replace(followed_up(), reached=False)).values()
    assert shown(row)["details"]["reached"] is False


BOOKED = AppointmentBooked(
    "a1", "c1", "appointment", "Tea tasting", "bring cups", "", False, True, "ann", ("bob",), (),
    NOON, NOON + DAY, "Asia/Shanghai", False, "", (NOON,), None, None, "ann", NOON,
)  # fmt: skip


def test_tasks_and_appointments_about_a_customer_stand_on_its_timeline() -> None:
    task = TaskGiven("t1", "c1", "send a sample", "", "bob", None, "ann", NOON)
    off = AppointmentCancelled("a1", "c1", "ill", "ann", NOON)
    rows = project(TIMELINE, BOOKED, task, off, replace(task, customer_id=None))
    told = {row["what"]: shown(row)["details"] for row in rows.values()}
    assert told["TaskGiven"]["title"] == "send a sample"
    assert (told["AppointmentBooked"]["title"], told["AppointmentBooked"]["starts_at"]) == (
        "Tea tasting", "2026-01-05T04:00:00Z",
    )  # fmt: skip
    assert told["AppointmentCancelled"] == {"appointment_id": "a1", "by": "ann"}


def test_of_a_private_appointment_nothing_is_read_but_that_there_is_one() -> None:
    [row] = project(TIMELINE, replace(BOOKED, private=True)).values()
    assert set(shown(row)["details"]) == {"appointment_id", "starts_at", "ends_at", "by"}
    assert "Tea tasting" not in str(row)
