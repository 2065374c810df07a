from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given as any_of
from hypothesis import strategies as some

from kernel import Forbidden, Invalid, NotFound
from kernel.testing import specify
from services.activity import itinerary
from services.activity.events import (
    ItinerarySubmitted,
    VisitDropped,
    VisitMade,
    VisitPlanned,
    VisitReplanned,
    VisitsOrdered,
)
from services.activity.itinerary import MOST, Plan, Whose
from services.activity.week_plan import ITINERARY, route
from tests.unit.activity.examples import ANNS, BOBS, FREE, NOON
from tests.unit.people import ANN, BOB, CLERK, MAY

given = specify(ITINERARY)

MONDAY, TUESDAY, SUNDAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 11)
WEEK = "2026-W02"
OURS = Whose("ann", WEEK, NOON, MONDAY)
SAMPLE = Plan(TUESDAY, "show the sample", "begin with the price")
PLANNED = VisitPlanned(
    "ann", WEEK, "v1", "c1", TUESDAY, "show the sample", "begin with the price", "ann", NOON
)
ALSO = replace(PLANNED, visit_id="v2", customer_id="c2")
DROPPED = VisitDropped("ann", WEEK, "v1", "c1", "shop closed", "ann", NOON)
MADE = VisitMade("ann", WEEK, "v1", "c1", "f1", NOON)

ASK = {"asker": ANN, "whose": OURS}
PLAN = ASK | {"customer": ANNS, "customer_id": "c1", "visit_id": "v1", "plan": SAMPLE}


def test_a_visit_is_planned_with_goal_and_approach():
    given().when(itinerary.plan, **PLAN).then(PLANNED)


def test_nobody_visits_whom_they_do_not_work_on():
    given().when(itinerary.plan, **PLAN | {"customer": BOBS}).refused(NotFound, "not-found")
    given().when(itinerary.plan, **PLAN | {"customer": FREE}).rejected("in-pool")
    given().when(itinerary.plan, **PLAN | {"asker": CLERK}).refused(Forbidden, "role-not-allowed")


def test_a_manager_plans_for_whom_they_lead_and_others_for_themselves_only():
    given().when(itinerary.plan, **PLAN | {"asker": MAY}).then(replace(PLANNED, by="may"))
    given().when(itinerary.plan, **PLAN | {"asker": BOB}).refused(NotFound, "not-found")


def test_the_day_lies_in_the_week_and_not_in_the_past():
    for day in (MONDAY - timedelta(days=1), SUNDAY + timedelta(days=1)):
        given().when(itinerary.plan, **PLAN | {"plan": replace(SAMPLE, day=day)}).refused(
            Invalid, "invalid"
        )
    on_tuesday = replace(OURS, day=TUESDAY)
    over = PLAN | {"whose": on_tuesday, "plan": replace(SAMPLE, day=MONDAY)}
    given().when(itinerary.plan, **over).refused(Invalid, "invalid")
    given().when(itinerary.plan, **PLAN | {"whose": on_tuesday}).then(PLANNED)


def test_a_customer_is_planned_once_a_day():
    given(PLANNED).when(itinerary.plan, **PLAN | {"visit_id": "v9"}).rejected(
        "visit-planned", visit_id="v1"
    )
    given(PLANNED, DROPPED).when(itinerary.plan, **PLAN | {"visit_id": "v9"}).then(
        replace(PLANNED, visit_id="v9")
    )


def test_a_week_has_an_end_of_visits():
    full = [replace(PLANNED, visit_id=f"v{n}", customer_id=f"c{n}") for n in range(MOST)]
    given(*full).when(itinerary.plan, **PLAN | {"customer_id": "new"}).rejected("too-many-visits")


def test_a_visit_is_replanned_and_what_is_not_named_stays():
    given(PLANNED).when(
        itinerary.replan, **ASK, visit_id="v1", day=SUNDAY, goal=None, approach="by car"
    ).then(
        VisitReplanned("ann", WEEK, "v1", "c1", SUNDAY, "show the sample", "by car", "ann", NOON)
    )
    given(PLANNED).when(
        itinerary.replan, **ASK, visit_id="v1", day=TUESDAY, goal="show the sample", approach=None
    ).then()


def test_what_is_over_is_not_replanned():
    again = ASK | {"visit_id": "v1", "day": SUNDAY, "goal": None, "approach": None}
    given(PLANNED, MADE).when(itinerary.replan, **again).rejected("visit-made")
    given(PLANNED, DROPPED).when(itinerary.replan, **again).rejected("visit-dropped")
    given().when(itinerary.replan, **again).refused(NotFound, "not-found")


def test_a_visit_is_dropped_once_with_a_reason():
    drop = ASK | {"visit_id": "v1", "reason": "shop closed"}
    given(PLANNED).when(itinerary.drop, **drop).then(DROPPED)
    given(PLANNED, DROPPED).when(itinerary.drop, **drop).then()
    given(PLANNED, MADE).when(itinerary.drop, **drop).rejected("visit-made")


def test_a_day_is_put_in_order_as_a_whole():
    order = ASK | {"day": TUESDAY}
    given(PLANNED, ALSO).when(itinerary.order, **order, visit_ids=["v2", "v1"]).then(
        VisitsOrdered("ann", WEEK, TUESDAY, ("v2", "v1"), "ann", NOON)
    )
    given(PLANNED, ALSO).when(itinerary.order, **order, visit_ids=["v1", "v2"]).then()
    for ids in (["v1"], ["v1", "v1"], ["v1", "v2", "v3"]):
        given(PLANNED, ALSO).when(itinerary.order, **order, visit_ids=ids).refused(
            Invalid, "invalid"
        )


def test_what_is_planned_after_the_order_comes_last():
    ordered = VisitsOrdered("ann", WEEK, TUESDAY, ("v2", "v1"), "ann", NOON)
    third = replace(PLANNED, visit_id="v3", customer_id="c3")
    state = ITINERARY.fold([PLANNED, ALSO, ordered, third, DROPPED])
    assert route(state, TUESDAY) == ("v2", "v3")


def test_a_week_is_submitted_when_something_is_planned_and_again_when_there_is_more():
    submitted = ItinerarySubmitted("ann", WEEK, 1, "ann", NOON)
    given().when(itinerary.submit, **ASK).rejected("nothing-planned")
    given(PLANNED).when(itinerary.submit, **ASK).then(submitted)
    given(PLANNED, submitted).when(itinerary.submit, **ASK).then()
    given(PLANNED, submitted, ALSO).when(itinerary.submit, **ASK).then(replace(submitted, visits=2))


def test_a_plan_that_has_changed_is_submitted_again_though_it_has_as_many_visits():
    submitted = ItinerarySubmitted("ann", WEEK, 1, "ann", NOON)
    given(PLANNED, submitted, ALSO, DROPPED).when(itinerary.submit, **ASK).then(submitted)


def visit_on(day):
    return {"whose": replace(OURS, day=day), "customer_id": "c1", "follow_up_id": "f1"}


def test_a_visit_closes_its_entry_once():
    given(PLANNED).when(itinerary.visited, **visit_on(TUESDAY)).then(MADE)
    given(PLANNED, MADE).when(itinerary.visited, **visit_on(TUESDAY)).then()
    given(PLANNED, DROPPED).when(itinerary.visited, **visit_on(TUESDAY)).then()
    given(ALSO).when(itinerary.visited, **visit_on(TUESDAY)).then()


def test_a_visit_closes_the_entry_of_its_day_before_the_nearest():
    later = replace(PLANNED, visit_id="v3", day=SUNDAY)
    given(later, PLANNED).when(itinerary.visited, **visit_on(TUESDAY)).then(MADE)
    given(later, PLANNED).when(itinerary.visited, **visit_on(SUNDAY)).then(
        replace(MADE, visit_id="v3")
    )
    given(later).when(itinerary.visited, **visit_on(TUESDAY)).then(replace(MADE, visit_id="v3"))


def happening(step, number, here):
    match step:
        case "plan":
            return [replace(PLANNED, visit_id=f"v{number}", customer_id=f"c{number}")]
        case "drop":
            return [replace(DROPPED, visit_id=id) for id in here[:1]]
        case "order":
            return [VisitsOrdered("ann", WEEK, TUESDAY, here[::-1], "ann", NOON)]
        case "visit":
            return [replace(MADE, visit_id=id) for id in here[-1:]]


@any_of(some.lists(some.sampled_from(["plan", "drop", "order", "visit"]), max_size=30))
def test_the_route_of_a_day_names_each_visit_that_stands_once(steps):
    history = []
    for number, step in enumerate(steps):
        history += happening(step, number, route(ITINERARY.fold(history), TUESDAY))

    state = ITINERARY.fold(history)
    stands = {id for id, visit in state.visits.items() if visit.state != "dropped"}
    assert sorted(route(state, TUESDAY)) == sorted(stands)
