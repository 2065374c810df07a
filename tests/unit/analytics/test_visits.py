from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from kernel.testing import project
from services.activity.events import (
    FollowUpAmended,
    ItinerarySubmitted,
    VisitDropped,
    VisitMade,
    VisitPlanned,
    VisitReopened,
    VisitReplanned,
    VisitsOrdered,
)
from services.analytics.visits import LAST, VISITS, WEEKS
from tests.unit.analytics.examples import DAY, HOUR, NOON, followed_up

WEEK, TUESDAY, FRIDAY = "2026-W02", date(2026, 1, 6), date(2026, 1, 9)
PLANNED = VisitPlanned("ann", WEEK, "v1", "c1", TUESDAY, "sample", "by car", "ann", NOON)
CALLED_ON = followed_up(channel="visit", at=NOON + DAY)
MADE = VisitMade("ann", WEEK, "v1", "c1", CALLED_ON.follow_up_id, NOON + DAY)


def test_a_planned_visit_is_a_row():
    assert project(VISITS, PLANNED) == {
        "v1": {
            "_id": "v1", "person": "ann", "week": WEEK, "customer_id": "c1", "day": "2026-01-06",
            "goal": "sample", "approach": "by car", "state": "planned", "since": 1, "place": LAST,
        }
    }  # fmt: skip


def test_a_visit_without_a_plan_is_unplanned_and_other_channels_are_no_visits():
    rows = project(VISITS, CALLED_ON, followed_up(channel="phone"))
    [row] = rows.values()
    assert (row["state"], row["person"], row["at"]) == ("unplanned", "ann", NOON + DAY)


def test_a_visit_that_closes_its_entry_is_no_unplanned_one():
    [row] = project(VISITS, PLANNED, CALLED_ON, MADE).values()
    assert (row["_id"], row["state"], row["at"]) == ("v1", "made", NOON + DAY)
    assert row["follow_up_id"] == CALLED_ON.follow_up_id


def test_a_visit_that_was_none_is_planned_again_and_no_unplanned_one():
    call = amended(CALLED_ON, channel="phone", channel_before="visit")
    opened = VisitReopened("ann", WEEK, "v1", "c1", CALLED_ON.follow_up_id, "ann", NOON + DAY)

    [row] = project(VISITS, PLANNED, CALLED_ON, MADE, call, opened).values()
    assert (row["_id"], row["state"], row["follow_up_id"], row["at"]) == (
        "v1", "planned", None, None,
    )  # fmt: skip
    assert project(VISITS, CALLED_ON, call) == {}


def test_what_was_a_visit_after_all_is_one_that_was_made_when_the_customer_was_met():
    call = followed_up(channel="phone", at=NOON + DAY)
    visit = amended(call, channel="visit", channel_before="phone", at=NOON + 2 * DAY)
    note = replace(visit, channel_before="visit", changed=("note",))

    [row] = project(VISITS, call, visit, note).values()
    assert (row["state"], row["at"]) == ("unplanned", NOON + DAY)
    made = replace(MADE, follow_up_id=call.follow_up_id)
    [row] = project(VISITS, PLANNED, call, visit, made, note).values()
    assert (row["_id"], row["state"]) == ("v1", "made")


def amended(logged, at=NOON + DAY, **channels):
    about = {name: getattr(logged, name) for name in ("follow_up_id", "customer_id", "author")}
    return FollowUpAmended(
        **about, contacted_at=logged.at, entered_at=logged.at, position=1, changed=("channel",),
        outcome="x", note="", next_contact_at=None, reason=None, by="ann", at=at, **channels,
    )  # fmt: skip


def test_a_dropped_visit_says_why():
    dropped = VisitDropped("ann", WEEK, "v1", "c1", "shop closed", "ann", NOON)
    [row] = project(VISITS, PLANNED, dropped).values()
    assert (row["state"], row["reason"]) == ("dropped", "shop closed")


def test_a_route_gives_places_and_another_day_takes_them():
    second = replace(PLANNED, visit_id="v2", customer_id="c2")
    ordered = VisitsOrdered("ann", WEEK, TUESDAY, ("v2", "v1"), "ann", NOON)
    same_day = VisitReplanned("ann", WEEK, "v1", "c1", TUESDAY, "price", "", "ann", NOON)
    moved = replace(same_day, visit_id="v2", customer_id="c2", day=FRIDAY)

    rows = project(VISITS, PLANNED, second, ordered, same_day, moved)

    assert (rows["v1"]["place"], rows["v1"]["goal"]) == (1, "price")
    assert (rows["v2"]["place"], rows["v2"]["day"]) == (LAST, "2026-01-09")


def test_a_plan_is_as_early_as_it_was_first_submitted():
    first = ItinerarySubmitted("ann", WEEK, 1, "ann", NOON)
    again = replace(first, visits=3, at=NOON + HOUR)
    [row] = project(WEEKS, first, again).values()
    assert (row["at"], row["visits"]) == (NOON, 3)


def test_a_week_is_as_new_as_the_last_that_happened_in_it():
    [row] = project(WEEKS, PLANNED, MADE).values()
    assert (row["version"], row.get("at")) == (2, None)
    submitted = ItinerarySubmitted("ann", WEEK, 1, "ann", NOON)
    [row] = project(WEEKS, PLANNED, submitted, MADE).values()
    assert (row["version"], row["at"]) == (3, NOON)


@given(some.lists(some.booleans(), max_size=10))
def test_each_visit_is_counted_once(planned):
    events = []
    for number, was_planned in enumerate(planned):
        made = replace(CALLED_ON, follow_up_id=f"f{number}", customer_id=f"c{number}")
        plan = replace(PLANNED, visit_id=f"v{number}", customer_id=f"c{number}")
        closes = replace(MADE, visit_id=f"v{number}", follow_up_id=f"f{number}")
        events += [plan, made, closes] if was_planned else [made]

    states = [row["state"] for row in project(VISITS, *events).values()]

    assert sorted(states) == sorted("made" if one else "unplanned" for one in planned)
