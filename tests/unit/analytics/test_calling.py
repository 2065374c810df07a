"""Keys, closed channels and working days as they are read; what could not follow, in the story."""

from datetime import UTC, date, datetime

import pytest

from kernel.testing import project, recorded
from services.activity.events import (
    DaysOff,
    DoNotContactSet,
    Effect,
    FollowUpLogged,
    TemplateChanged,
    TemplateDefined,
    TemplateRetired,
    TemplateUsed,
    WorkingYearSet,
)
from services.analytics import quick_logs, working_years
from services.analytics.consent import CLOSED, closed
from services.analytics.directory import DIRECTORY
from services.analytics.quick_logs import QUICK_LOGS
from services.analytics.timeline import TIMELINE
from services.analytics.working_years import WORKING_YEARS
from services.customer.events import ReleaseRefused
from services.pipeline.events import StageRefused
from tests.unit.analytics.examples import registered

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
SAID = {
    "name": "无意向", "text": "{customer} 无意向", "channel": "phone", "outcome": "no",
    "next_contact_days": 30, "working_day": True, "effects": (Effect("release", "public"),),
}  # fmt: skip


class Rows:
    """As a collection is asked by these queries."""

    def __init__(self, rows):
        self.rows = list(rows.values())

    def find(self, match, *_, **__):
        either = match["$or"]
        self.found = [
            row for row in self.rows
            if any(all(row[k] == v for k, v in one.items()) for one in either)
        ]  # fmt: skip
        return self

    def find_one(self, match, *_, **__):
        wanted = match["_id"]
        wanted = wanted["$eq"] if isinstance(wanted, dict) else wanted
        return next((row for row in self.rows if row["_id"] == wanted), None)

    def sort(self, *_):
        return self

    def limit(self, *_):
        return self

    def max_time_ms(self, *_):
        return self

    def __iter__(self):
        return iter(self.found)


def defined(scope, holder, key, cls=TemplateDefined, **said):
    about = {"scope": scope, "holder": holder, "key": key, "by": "may", "at": NOON}
    return cls(**SAID | {"version": 1} | about | said)


def test_the_nearest_holder_s_key_is_the_one_that_works():
    rows = Rows(project(
        QUICK_LOGS,
        defined("company", "company", "3"), defined("company", "company", "F2"),
        defined("team", "east", "3"), defined("team", "west", "4"),
        defined("person", "ann", "a"), defined("person", "bob", "b"),
        defined("team", "east", "3", TemplateChanged, version=2, text="新", changed=("text",)),
        defined("person", "ann", "z"), TemplateRetired("person", "ann", "z", 1, "ann", NOON),
    ))  # fmt: skip
    own = [("person", "ann"), ("team", "east"), ("company", "company")]
    told = quick_logs.bound(rows, own)["items"]
    assert [(one["key"], one["scope"], one["version"]) for one in told] == [
        ("3", "team", 2), ("a", "person", 1), ("F2", "company", 1),
    ]  # fmt: skip
    assert told[0]["text"] == "新"
    assert told[0]["effects"] == [{"do": "release", "to": "public"}]
    [only] = quick_logs.held(rows, ("team", "west"))["items"]
    assert only["key"] == "4"


def test_a_year_is_what_was_entered_or_else_what_was_announced():
    entered = WorkingYearSet(
        2026,
        (DaysOff("厂休", date(2026, 7, 1), date(2026, 7, 2)),),
        (date(2026, 7, 4),),
        "may",
        NOON,
    )
    untouched, own = Rows({}), Rows(project(WORKING_YEARS, recorded(entered, 7, version=3)))

    announced = working_years.working_year(untouched, 2026)
    assert (announced["known"], announced["version"], announced["working_days"]) == (True, 0, 248)
    assert announced["holidays"][1] == {"name": "春节", "first": "2026-02-15", "last": "2026-02-23"}
    assert "2026-02-14" in announced["worked"]
    told = working_years.working_year(own, 2026)
    assert (told["known"], told["version"], told["working_days"]) == (True, 3, 261 - 2 + 1)
    unknown = working_years.working_year(untouched, 2031)
    assert (unknown["known"], unknown["holidays"], unknown["working_days"]) == (False, [], 261)


def close(contact_id, *channels):
    return DoNotContactSet("c1", contact_id, channels, (), "asked", "ann", NOON)


def test_closed_channels_are_told_by_whom_they_are_for():
    def told(*events):
        items = closed(Rows(project(CLOSED, *events)), "c1")["items"]
        return {one["contact_id"]: one["channels"] for one in items}

    assert told() == {}
    assert told(close(None, "phone"), close("p1", "email")) == {None: ["phone"], "p1": ["email"]}
    assert told(close(None, "phone"), close(None, "sms")) == {None: ["sms"]}
    assert told(close(None, "phone"), close("p1", "email"), close(None)) == {"p1": ["email"]}
    assert told(close(None, "phone"), close(None)) == {}


def test_what_is_all_open_again_has_a_version_still():
    def version(*events):
        return closed(Rows(project(CLOSED, *events)), "c1")["version"]

    assert version() == 0
    assert version(close(None, "phone")) == 1
    assert version(close(None, "phone"), close(None)) == 2


LOGGED = FollowUpLogged(
    "f1", "c1", "ann", "phone", "no", "茶庄 无意向", None, NOON, NOON,
    template=TemplateUsed("person", "ann", "3", 2), effects=(Effect("release", "public"),),
    owner="ann", ownership=4,
)  # fmt: skip
RELEASE = ReleaseRefused("c1", "f1", "public", "bob", "changed-hands", "ann", NOON)
STAGE = StageRefused("c1", "f1", "raise", None, "lost", "no-rung", "ann", NOON)


def test_the_story_tells_by_which_key_it_was_written_and_what_could_not_follow():
    rows = project(TIMELINE, LOGGED, RELEASE, STAGE, close(None, "phone"))
    told = {row["what"]: row["details"] for row in rows.values()}
    assert told["FollowUpLogged"]["template"]["version"] == 2
    assert told["FollowUpLogged"]["effects"] == [{"do": "release", "to": "public"}]
    assert (told["ReleaseRefused"]["why"], told["StageRefused"]["why"]) == (
        "changed-hands", "no-rung",
    )  # fmt: skip
    assert told["DoNotContactSet"]["channels"] == ["phone"]


@pytest.mark.parametrize("happened", [RELEASE])
def test_what_could_not_follow_touches_nothing_but_the_version(happened):
    before = project(DIRECTORY, registered())["c1"]
    told = recorded(happened, 2, at=replace_hour(before["touched_at"]), version=2)
    after = project(DIRECTORY, recorded(registered()), told)["c1"]
    assert after == before | {"version": 2}


def replace_hour(at):
    return at.replace(hour=23)
