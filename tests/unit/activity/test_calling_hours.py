"""Customers are called at the company's hours: keys wait, and what they began is logged anyway."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected
from services.activity.calling_hours import Hours, is_open, require_open
from services.activity.events import CallingHoursSet, Effect, FollowUpLogged
from services.working_days import SHIPPED
from tests.unit.activity.call_desk import NOT_INTERESTED, CallDesk
from tests.unit.people import ANN, MAY
from tests.unit.pipeline.examples import OWNED_BY_ANN

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Hours(1, "08:30", "20:00", True, ("phone", "sms"))
MINUTE_OF_NIGHT = {"opens": "00:00", "closes": "00:01"}


def there(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def desk():
    made = CallDesk(OWNED_BY_ANN)
    made.as_(ANN).bind_quick_log("3", "person", **NOT_INTERESTED)
    made.later()
    return made


def never_now():
    """Hours that are not now, whenever this runs."""
    hour = datetime.now(UTC).astimezone(SHANGHAI).hour
    return {"opens": "20:00", "closes": "21:00"} if hour < 19 else {
        "opens": "08:00", "closes": "09:00"}  # fmt: skip


@pytest.mark.parametrize(
    ("at", "again"),
    [
        ("2026-01-08 08:29", "2026-01-08T00:30:00Z"),  # Thursday
        ("2026-01-09 20:16", "2026-01-12T00:30:00Z"),  # Friday night
        ("2026-02-17 10:00", "2026-02-24T00:30:00Z"),  # Spring Festival
    ],
)
def test_outside_the_hours_who_calls_is_told_when_to_go_on(at, again):
    with pytest.raises(Rejected, match="go on at") as refused:
        require_open(OFFICE, "phone", there(at), SHIPPED)
    assert refused.value.slug == "outside-calling-hours"
    assert (refused.value.fields["opens_at"], refused.value.fields["channel"]) == (again, "phone")


@pytest.mark.parametrize(
    ("at", "channel"),
    [
        ("2026-01-08 08:30", "phone"),
        ("2026-01-08 20:15", "phone"),  # it had begun in time
        ("2026-02-14 10:00", "phone"),  # a Saturday that is worked
        ("2026-01-10 23:00", "email"),  # kept to no hours
    ],
)
def test_within_them_nobody_is_asked(at, channel):
    require_open(OFFICE, channel, there(at), SHIPPED)
    require_open(Hours(), channel, there("2026-01-10 03:00"), SHIPPED)


def test_whether_it_is_time_counts_no_minutes_of_grace():
    assert is_open(OFFICE, there("2026-01-08 20:00"), SHIPPED)
    assert not is_open(OFFICE, there("2026-01-08 20:01"), SHIPPED)


def test_hours_may_last_until_midnight_and_what_began_before_it_is_written_down_after_it(desk):
    desk.as_(MAY).set_calling_hours(opens="08:30", closes="24:00", working_days=True)
    shown = desk.as_(ANN).calling_hours()
    late = Hours(1, shown["opens"], shown["closes"], True, ("phone",))
    assert late.closes == "24:00"
    for open_ in ("2026-01-09 23:59", "2026-01-10 00:15"):  # Friday night
        require_open(late, "phone", there(open_), SHIPPED)
    for shut in ("2026-01-10 00:16", "2026-01-11 00:05", "2026-01-12 00:05"):
        with pytest.raises(Rejected):
            require_open(late, "phone", there(shut), SHIPPED)
    assert not is_open(late, there("2026-01-10 00:05"), SHIPPED)


def test_a_key_is_refused_and_nothing_written_while_a_follow_up_is_logged(desk):
    desk.as_(MAY).set_calling_hours(**never_now())
    desk.later()
    head = desk.log.head()
    with pytest.raises(Rejected) as refused:
        desk.as_(ANN).quick_log("c1", "3")
    assert refused.value.slug == "outside-calling-hours"
    rows = desk.as_(ANN).quick_logs([{"customer_id": "c1", "key": "3"}])
    assert rows["items"][0]["problem"]["slug"] == "outside-calling-hours"
    assert desk.log.head() == head
    desk.as_(ANN).log_follow_up("c1", channel="phone", outcome="rang us")
    assert isinstance(desk.last(), FollowUpLogged)


def test_what_was_just_set_anew_holds_for_who_would_be_refused(desk):
    desk.as_(MAY).set_calling_hours(**never_now())
    desk.later()
    with pytest.raises(Rejected):
        desk.as_(ANN).quick_log("c1", "3")
    desk.as_(MAY).set_calling_hours()
    desk.as_(ANN).quick_log("c1", "3")
    assert isinstance(desk.last(), FollowUpLogged)


def test_hours_are_set_all_at_once_by_managers(desk):
    assert desk.as_(ANN).calling_hours()["open"] is True
    hours = {"opens": "08:30", "closes": "20:00", "working_days": True, "channels": ["sms"]}
    desk.as_(MAY).set_calling_hours(**hours)
    assert desk.last() == CallingHoursSet(1, "08:30", "20:00", True, ("sms",), "may",
                                          desk.last().at)  # fmt: skip
    head = desk.log.head()
    desk.as_(MAY).set_calling_hours(**hours)
    assert desk.log.head() == head
    desk.as_(MAY).set_calling_hours(**MINUTE_OF_NIGHT)
    shown = desk.as_(ANN).calling_hours()
    assert (shown["version"], shown["channels"]) == (2, ["phone", "sms"])
    with pytest.raises(Forbidden):
        desk.as_(ANN).set_calling_hours()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"opens": "08:30"}, "closes"),
        ({"closes": "08:30"}, "opens"),
        ({"opens": "20:00", "closes": "08:00"}, "closes"),
        ({"opens": "25:00", "closes": "26:00"}, "opens"),
        ({"channels": ["telepathy"]}, "channels.0"),
        ({"opens": "24:00", "closes": "24:00"}, "opens"),
        ({"working_days": True}, "opens"),  # of a day without hours it would say nothing
        ({"channels": ["phone"]}, "opens"),
        ({"opens": "08:00", "closes": "20:00", "channels": []}, "channels"),
    ],
)
def test_wrong_hours_are_refused_by_field(desk, said, field):
    with pytest.raises(Invalid) as refused:
        desk.as_(MAY).set_calling_hours(**said)
    assert refused.value.fields["errors"][0]["field"] == field


def test_nobody_who_wants_no_calls_comes_onto_a_list_by_a_key(desk):
    calls = desk.as_(ANN).open_call_list("春季回访")["id"]
    onto = NOT_INTERESTED | {"channel": "wechat", "effects": [vars(Effect("list", calls))]}
    desk.as_(ANN).bind_quick_log("4", "person", **onto)
    desk.later()
    desk.as_(ANN).close_channels("c1", ["phone"])
    with pytest.raises(Rejected) as refused:
        desk.as_(ANN).quick_log("c1", "4")
    assert refused.value.slug == "do-not-contact"
    with pytest.raises(NotFound):
        desk.as_(ANN).quick_log("c9", "4")
