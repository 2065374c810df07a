"""An edit compares the version that was read: who has not seen the last one is told so."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel import NotFound
from kernel.refusal import Stale
from services.weeks import week_of
from tests.unit.activity.call_desk import CallDesk
from tests.unit.people import ANN, BOB, MAY
from tests.unit.pipeline.examples import OWNED_BY_ANN

CALL = {"channel": "wechat", "outcome": "reached"}


@pytest.fixture
def desk():
    return CallDesk(OWNED_BY_ANN)


def test_of_closed_channels_what_was_said_of_them_counts_and_nothing_else(desk):
    desk.as_(ANN).log_follow_up("c1", **CALL)
    first = desk.as_(ANN).close_channels("c1", ["phone"], expected=0)
    desk.as_(ANN).log_follow_up("c1", **CALL)
    for known in (0, first["version"] - 1):
        with pytest.raises(Stale):
            desk.as_(ANN).close_channels("c1", ["phone", "sms"], expected=known)
    desk.as_(ANN).close_channels("c1", ["phone", "sms"], expected=first["version"])
    with pytest.raises(Stale):
        desk.as_(ANN).close_channels("c1", ["phone", "fax"], expected=first["version"])


def test_no_version_is_told_to_who_does_not_see_the_customer(desk):
    desk.as_(ANN).close_channels("c1", ["phone"])
    with pytest.raises(NotFound):
        desk.as_(BOB).close_channels("c1", ["sms"], expected=0)


def test_hours_for_calls_are_those_that_were_read(desk):
    hours = {"opens": "08:30", "closes": "20:00"}
    desk.as_(MAY).set_calling_hours(**hours, expected=0)
    read = desk.as_(ANN).calling_hours()["version"]
    desk.as_(MAY).set_calling_hours(expected=read)
    with pytest.raises(Stale):
        desk.as_(MAY).set_calling_hours(**hours, expected=read)


def test_a_visit_is_planned_anew_in_the_week_as_it_was_read(desk):
    day = datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=1)
    week, plan = week_of(day), {"day": day.isoformat(), "goal": "签约"}
    made = desk.as_(ANN).plan_visit(week, "c1", **plan)
    desk.as_(ANN).replan_visit(week, made["id"], goal="报价", expected=made["version"])
    with pytest.raises(Stale):
        desk.as_(ANN).replan_visit(week, made["id"], goal="样品", expected=made["version"])
    with pytest.raises(NotFound):
        desk.as_(BOB).replan_visit(week, made["id"], goal="样品", person="ann", expected=1)
