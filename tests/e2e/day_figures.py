"""A salesperson's day in figures: at night, against yesterday, and as who leads her sees it."""

from tests.e2e.api import figures
from tests.e2e.sales_day import PRICE, SalesDay, week_of

NONE = {
    "customers_added": 0, "claims": 0, "follow_ups": 0, "visits": 0, "calls": 0,
    "calls_answered": 0, "messages": 0, "emails": 0, "others": 0, "promises_made": 0,
    "promises_kept": 0, "promises_broken": 0, "reach": None, "won": 0, "won_amounts": [],
}  # fmt: skip
YESTERDAY = NONE | {"follow_ups": 3, "calls": 2, "calls_answered": 1, "reach": 50.0, "emails": 1}
TODAY = NONE | {
    "customers_added": 2, "claims": 1, "calls": 100, "calls_answered": 2, "reach": 2.0,
    "visits": 2, "messages": 3, "emails": 1, "follow_ups": 100 + 2 + 3 + 1, "promises_made": 3,
    "promises_kept": 1, "promises_broken": 1, "won": 1, "won_amounts": [PRICE],
}  # fmt: skip


def workload_at_night(story: SalesDay) -> None:
    """Each figure, and each opened: as many deeds as it says, and each of them hers."""
    told = story.read(story.anns, "/v1/reports/workload", **story.span())
    assert figures(told["total"]) == TODAY
    assert figures(told["rows"]) == [{"key": story.ann, **TODAY}]
    for figure in (name for name in TODAY if name not in ("reach", "won_amounts")):
        deeds = list(story.anns.every(told["rows"][0]["opens"][figure]))
        assert len(deeds) == TODAY[figure], figure
        assert {one["person"] for one in deeds} <= {story.ann}
        assert len({one["id"] for one in deeds}) == len(deeds)
        if figure == "calls":
            assert sorted(one["customer_id"] for one in deeds) == sorted(story.listed)


def itinerary_at_night(story: SalesDay, visits: list[str]) -> None:
    week = story.read(story.anns, f"/v1/itineraries/{week_of(story.day)}")
    counts = {name: week[name] for name in ("planned", "made", "open", "dropped", "unplanned")}
    assert counts == {"planned": 2, "made": 1, "open": 1, "dropped": 1, "unplanned": 1}
    assert (week["kept"], week["submitted_visits"], week["late"]) == (50.0, 3, True)
    [day] = [one for one in week["days"] if one["visits"] or one["unplanned"]]
    states = {one["id"]: one["state"] for one in day["visits"]}
    assert states == dict(zip(visits, ("made", "dropped", "planned"), strict=True))
    [passed] = day["unplanned"]
    assert passed["customer"] == f"路过 {story.mark}"


def is_compared_by_who_leads_her(story: SalesDay) -> None:
    for cut, key in (("person", story.ann), ("team", story.team)):
        asked = {"by": cut, "compare": "previous", **story.span()}
        told = figures(story.read(story.leas, "/v1/reports/workload", **asked))
        assert told["rows"] == [{"key": key, **TODAY}]
        assert told["compared"]["total"] == YESTERDAY
        assert told["compared"]["rows"] == [{"key": key, **YESTERDAY}]
    people = story.read(story.leas, f"/v1/itineraries/{week_of(story.day)}/people")
    [hers] = [one for one in people["items"] if one["person"] == story.ann]
    assert (hers["team"], hers["made"], hers["unplanned"]) == (story.team, 1, 1)
