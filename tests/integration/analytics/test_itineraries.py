from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.events import PersonAdded, PersonDeactivated
from kernel.refusal import Invalid, NotFound
from services.activity.events import (
    ItinerarySubmitted,
    VisitDropped,
    VisitMade,
    VisitPlanned,
    VisitsOrdered,
)
from services.analytics import itineraries
from services.analytics.asker import Asker
from tests.integration.analytics.world import ANN, BOB, MANAGER, SHANGHAI, World
from tests.unit.analytics.examples import DAY, HOUR, NOON, followed_up

WEEK, MONDAY, TUESDAY = "2026-W02", date(2026, 1, 5), date(2026, 1, 6)
FRIDAY_NIGHT = datetime(2026, 1, 2, 15, 59, tzinfo=UTC)
PLANNED = VisitPlanned("ann", WEEK, "v1", "c1", TUESDAY, "sample", "by car", "ann", FRIDAY_NIGHT)
SUBMITTED = ItinerarySubmitted("ann", WEEK, 1, "ann", FRIDAY_NIGHT)


def planned(number: int, day: date = TUESDAY, person: str = "ann") -> VisitPlanned:
    named = {"visit_id": f"v{number}", "customer_id": f"c{number}"}
    return replace(PLANNED, **named, day=day, person=person)


def visit(world: World, number: int, at: datetime = NOON + DAY, closes: bool = True) -> None:
    made = followed_up(f"c{number}", channel="visit", at=at)
    world.happened(made)
    if closes:
        world.happened(VisitMade("ann", WEEK, f"v{number}", f"c{number}", made.follow_up_id, at))


def read(world: World, asker: Asker = ANN, **about: Any) -> dict[str, Any]:
    return itineraries.itinerary(world.rows["reports"], asker, SHANGHAI, WEEK, **about)


def everybody(world: World, asker: Asker = MANAGER) -> dict[str, Any]:
    return itineraries.people(world.rows["reports"], asker, SHANGHAI, WEEK)


def test_a_week_shows_each_day_in_route_order_and_what_was_not_planned(world: World) -> None:
    world.happened(planned(1), planned(2), planned(3), planned(4, MONDAY))
    world.happened(VisitsOrdered("ann", WEEK, TUESDAY, ("v3", "v1"), "ann", NOON))
    visit(world, 3)
    visit(world, 9, closes=False)

    days = read(world)["days"]

    assert [day["day"] for day in days][:2] == ["2026-01-05", "2026-01-06"]
    assert [v["id"] for v in days[0]["visits"]] == ["v4"]
    assert [(v["id"], v["state"]) for v in days[1]["visits"]] == [
        ("v3", "made"), ("v1", "planned"), ("v2", "planned"),
    ]  # fmt: skip
    assert [v["customer_id"] for v in days[1]["unplanned"]] == ["c9"]
    assert len(days) == 7


def test_an_unplanned_visit_belongs_to_the_company_s_day(world: World) -> None:
    midnight = NOON + 12 * HOUR  # in Shanghai, where the 6th begins
    visit(world, 8, at=midnight - HOUR / 3600, closes=False)
    visit(world, 9, at=midnight, closes=False)

    unplanned = [[v["customer_id"] for v in day["unplanned"]] for day in read(world)["days"]]

    assert unplanned[:2] == [["c8"], ["c9"]]


def test_planned_is_compared_with_made(world: World) -> None:
    world.happened(*(planned(n) for n in range(1, 5)))
    world.happened(VisitDropped("ann", WEEK, "v4", "c4", "closed", "ann", NOON))
    visit(world, 1)
    visit(world, 9, closes=False)

    week = read(world)

    figures = {n: week[n] for n in ("planned", "made", "open", "dropped", "unplanned", "kept")}
    assert figures == {
        "planned": 3, "made": 1, "open": 2, "dropped": 1, "unplanned": 1, "kept": 33.33,
    }  # fmt: skip


def test_a_plan_is_due_with_the_end_of_friday(world: World) -> None:
    world.happened(PLANNED, SUBMITTED)
    late = replace(SUBMITTED, person="bob", at=FRIDAY_NIGHT + HOUR)
    world.happened(replace(PLANNED, person="bob", visit_id="v2"), late)

    assert (read(world)["late"], read(world)["due_at"]) == (False, "2026-01-02T16:00:00Z")
    assert read(world, BOB)["late"] is True
    assert read(world)["submitted_visits"] == 1


def test_who_leads_sees_who_has_no_plan_and_whom_they_do_not_see_is_not_there(
    world: World,
) -> None:
    for person in ("ann", "bob", "cai"):
        world.happened(PersonAdded(person, person, "sales", "own", "north", "root", NOON))
    world.happened(PersonDeactivated("cai", "left", "root", NOON))
    world.happened(PLANNED, SUBMITTED)

    found = everybody(world)

    assert [(one["person"], one["late"]) for one in found["items"]] == [
        ("ann", False), ("bob", True),
    ]  # fmt: skip
    assert [(t["team"], t["planned"], t["missing"]) for t in found["teams"]] == [("north", 1, 1)]
    assert [one["person"] for one in everybody(world, BOB)["items"]] == ["bob"]


def test_colleagues_weeks_are_not_there_and_a_week_is_a_week(world: World) -> None:
    world.happened(PLANNED)
    assert read(world, MANAGER, person="ann")["planned"] == 1
    with pytest.raises(NotFound):
        read(world, BOB, person="ann")
    with pytest.raises(Invalid, match="week"):
        itineraries.itinerary(world.rows["reports"], ANN, SHANGHAI, "2025-W53")
