"""The visits that a leaver had planned are made by who has the customer now, or by nobody."""

from dataclasses import replace
from datetime import date

from services.activity.events import VisitDropped, VisitMade, VisitPlanned
from services.activity.inheriting import ahead, inherit, leave
from services.activity.itinerary import Whose
from services.activity.week_plan import ITINERARY, Itinerary, Visit
from tests.unit.activity.examples import NOON

TUESDAY = date(2026, 1, 6)
ANNS = Whose("ann", "2026-W02", NOON, date(2026, 1, 5))
PLANNED = VisitPlanned("ann", "2026-W02", "v1", "c1", TUESDAY, "sample", "ring first", "ann", NOON)
MADE = VisitMade("ann", "2026-W02", "v1", "c1", "f1", NOON)
VISIT = Visit("c1", TUESDAY, "sample", "ring first")


def test_a_visit_leaves_one_plan_and_comes_into_the_other():
    plan = ITINERARY.fold([PLANNED])
    assert ahead(plan, ANNS) == {"v1": VISIT}
    [left] = leave(plan, ANNS, "v1", "bob")
    assert (type(left), left.reason, left.by) == (VisitDropped, "left; handed on to bob", "system")
    [taken] = inherit(Itinerary(), ANNS, "bob", "v2", VISIT)
    assert (taken.person, taken.visit_id, taken.day, taken.goal, taken.approach) == (
        "bob", "v2", TUESDAY, "sample", "ring first",
    )  # fmt: skip


def test_what_nobody_has_now_is_dropped():
    [left] = leave(ITINERARY.fold([PLANNED]), ANNS, "v1", None)
    assert left.reason == "left; nobody has this customer now"


def test_what_was_made_or_should_have_been_stays():
    assert ahead(ITINERARY.fold([PLANNED, MADE]), ANNS) == {}
    later = replace(ANNS, day=date(2026, 1, 7))
    assert ahead(ITINERARY.fold([PLANNED]), later) == {}
    assert leave(ITINERARY.fold([PLANNED, MADE]), ANNS, "v1", "bob") == []


def test_who_has_planned_the_same_makes_it_once():
    bobs = ITINERARY.fold([replace(PLANNED, person="bob")])
    assert inherit(bobs, ANNS, "bob", "v2", VISIT) == []
    assert inherit(bobs, ANNS, "bob", "v2", replace(VISIT, customer_id="c2"))
