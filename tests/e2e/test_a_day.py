"""A day in a salesperson's life over HTTP alone, and its figures at night: each of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.e2e.api import eventually, figures, slug
from tests.e2e.conftest import System
from tests.e2e.day_figures import (
    is_compared_by_who_leads_her,
    itinerary_at_night,
    workload_at_night,
)
from tests.e2e.sales_day import LISTED, PRICE, SalesDay, at, there, week_of

PROMISING, WON = 30, 60  # whose turn it is when she talks to somebody
NO_ANSWER = {
    "scope": "person", "name": "未接通", "text": "致电 {customer}，未接通", "channel": "phone",
    "outcome": "no answer", "reached": False, "next_contact_days": 3, "working_day": True,
}  # fmt: skip


@pytest.mark.timeout(400)  # some four hundred requests, one after the other
def test_a_day_in_a_salesperson_s_life(system: System) -> None:
    story = SalesDay(system)
    story.yesterday()
    story.hand_out()
    waits_in_the_morning(story)
    visits = plans_the_week(story)
    called, talks = works_down_the_list(story)
    calls_again_on_a_working_day(story, called)
    goes_out(story)
    books_two_of_which_one_conflicts(story)
    keeps_her_word(story, talks)
    wins(story, talks)
    workload_at_night(story)
    itinerary_at_night(story, visits)
    is_compared_by_who_leads_her(story)


def waits_in_the_morning(story: SalesDay) -> None:
    """What is due, and that she has been told: by who gave it, and when it fell due."""
    back, late, _ = story.known
    hers = {"owner": story.ann}
    assert story.ids("/v1/customers", due="today", **hers) == [back]
    assert story.ids("/v1/customers", due="overdue", **hers) == [late]
    assert sorted(story.ids("/v1/customers", due="never", **hers)) == sorted(story.listed)
    report = figures(story.read(story.anns, "/v1/reports/due"))
    expected = {"overdue": 1, "today": 1, "planned": 0, "never": LISTED, "forgotten": 0}
    assert report["total"] == expected
    assert report["rows"] == [{"key": story.ann, **expected}]

    def told(kind: str) -> list[dict[str, Any]]:
        items = story.anns.read("/v1/notifications", limit=200)["items"]
        return [one for one in items if one["kind"] == kind]

    [reminded] = eventually(lambda: told("contact-due"), bool)
    assert (reminded["customer_id"], reminded["read"]) == (back, False)
    given = eventually(
        lambda: told("customer-assigned"), lambda all: sum(one["count"] for one in all) >= LISTED
    )
    assert sum(one["count"] for one in given) == LISTED
    assert {one["by"] for one in given} == {story.lea}
    unread = [one["id"] for one in story.anns.every("/v1/notifications", unread="true")]
    assert story.anns.read("/v1/notifications/count")["unread"] == len(unread) > 1


def plans_the_week(story: SalesDay) -> list[str]:
    """Three visits today, in another order than she thought of them; one falls through."""
    path = f"/v1/itineraries/{week_of(story.day)}"
    plan = {"day": story.day.isoformat(), "goal": "谈新茶", "approach": "带样品"}
    visits = [
        story.anns.do(f"{path}/visits", {"customer_id": id, **plan})["id"] for id in story.known
    ]
    route = [visits[2], visits[0], visits[1]]
    story.anns.do(f"{path}/order", {"day": plan["day"], "visits": route})
    story.anns.do(f"{path}/submit")
    story.anns.do(f"{path}/visits/{visits[1]}/drop", {"reason": "客户出差"})
    week = story.read(story.anns, path)
    [day] = [one for one in week["days"] if one["visits"]]
    assert (day["day"], [one["id"] for one in day["visits"]]) == (plan["day"], route)
    assert {one["goal"] for one in day["visits"]} == {"谈新茶"}
    assert (week["submitted_visits"], week["planned"], week["dropped"]) == (3, 2, 1)
    assert (week["made"], week["open"], week["kept"]) == (0, 2, 0.0)
    return visits


def works_down_the_list(story: SalesDay) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Nobody answers 98 times, a key each; twice somebody does, and that is written by hand."""
    calls = story.leas.do("/v1/call-lists", {"name": f"新茶 {story.mark}"})["id"]
    story.all_of(f"/v1/call-lists/{calls}/customers", {"ids": story.listed})
    bound = story.anns.send("PUT", "/v1/quick-logs/1", NO_ANSWER, {})
    assert bound.status_code == 200, bound.text
    path = f"/v1/call-lists/{calls}"
    order = story.ids(path)
    assert sorted(order) == sorted(story.listed)

    called: list[dict[str, Any]] = []
    talks: list[dict[str, Any]] = []
    turns: list[str] = []
    following: str | None = order[0]
    while following:
        turns.append(following)
        if len(turns) in (PROMISING, WON):
            talks.append(talks_to(story, following, len(turns)))
            following = strikes(story, path, following)
            continue
        made = story.presses(f"/v1/customers/{following}/quick-log/1", {"call_list": calls})
        called.append(made | {"customer_id": following})
        following = (made["next"] or {}).get("id")
    assert turns == order
    assert (len(called), len(talks)) == (98, 2)
    assert story.read(story.anns, path)["items"] == []
    return called, talks


def talks_to(story: SalesDay, id: str, turn: int) -> dict[str, Any]:
    if turn == WON:
        deal = {"name": "明前茶", "amount": PRICE}
        made = story.log(id, "phone", note="要五十斤", new_opportunity=deal)
        story.anns.do(f"/v1/customers/{id}/stage", {"to": "high-intent"})
    else:
        promises = [
            {"text": text, "due_on": day(story, 1)} for text in ("寄样品", "报价", "寄发票")
        ]
        made = story.log(id, "phone", note="先看样品", promises=promises)
    return made | {"customer_id": id}


def strikes(story: SalesDay, path: str, id: str) -> str:
    """Off the list by hand too; who stands first now comes next."""
    struck = story.anns.do(f"{path}/strike", {"ids": [id]})
    return str(story.anns.read(path, struck["position"], limit=1)["items"][0]["id"])


def calls_again_on_a_working_day(story: SalesDay, called: list[dict[str, Any]]) -> None:
    day = worked_from(story, story.day + timedelta(days=3))
    assert {one["template"]["key"] for one in called} == {"1"}
    assert {there(one["next_contact_at"]) for one in called} == {day}
    planned = story.ids("/v1/customers", owner=story.ann, due=day.isoformat())
    assert sorted(planned) == sorted(one["customer_id"] for one in called)
    [logged] = [
        one for one in story.anns.read(f"/v1/customers/{planned[0]}/timeline")["items"]
        if one["what"] == "FollowUpLogged"
    ]  # fmt: skip
    assert logged["details"]["outcome"] == "no answer"
    assert story.ids("/v1/customers", owner=story.ann, due="never") == []


def worked_from(story: SalesDay, day: date) -> date:
    """That day, or the first one after it that is worked."""
    for ahead in range(15):
        found = day + timedelta(days=ahead)
        year = story.anns.read(f"/v1/working-days/{found.year}")
        free = [one for one in year["holidays"] if one["first"] <= found.isoformat() <= one["last"]]
        if found.isoformat() in year["worked"] or (found.weekday() < 5 and not free):
            return found
    raise AssertionError("no two weeks without a working day")


def goes_out(story: SalesDay) -> None:
    """One visit as planned, and on the way one to somebody new; one more is claimed."""
    back = story.known[0]
    story.log(back, "visit", next_contact_at=at(story.day + timedelta(days=7), 10))
    met = story.anns.do("/v1/customers", {"name": f"路过 {story.mark}"})["id"]
    story.log(met, "visit")
    story.anns.do("/v1/customers", {"name": f"介绍 {story.mark}"})
    story.anns.do(f"/v1/customers/{story.lying}/claim")
    for _ in range(3):
        story.log(met, "wechat")
    story.log(met, "email")
    assert story.ids("/v1/customers", owner=story.ann, due="today") == []


def books_two_of_which_one_conflicts(story: SalesDay) -> None:
    ahead = story.day + timedelta(days=1)
    tasting = {"title": "品茶", "starts_at": at(ahead, 10), "ends_at": at(ahead, 12)}
    made = story.anns.do("/v1/appointments", tasting)
    again = {"title": "看货", "starts_at": at(ahead, 11), "ends_at": at(ahead, 13)}
    refused = story.anns.post("/v1/appointments", again)
    assert (refused.status_code, slug(refused)) == (409, "appointment-conflict")
    [conflict] = refused.json()["conflicts"]
    told = (conflict["appointment_id"], conflict["title"], conflict["person"])
    assert told == (made["id"], "品茶", story.ann)
    span = {"person": story.ann, "from": ahead.isoformat(), "to": ahead.isoformat()}
    [entry] = story.read(story.anns, "/v1/calendar", **span)["items"]
    assert (entry["appointment_id"], entry["title"]) == (made["id"], "品茶")


def keeps_her_word(story: SalesDay, talks: list[dict[str, Any]]) -> None:
    """Of three promises one is kept, one broken, one still open."""
    id = talks[0]["customer_id"]
    promises = eventually(
        lambda: story.anns.read("/v1/commitments", customer_id=id)["items"],
        lambda found: len(found) == 3,
    )
    by = {one["text"]: one["id"] for one in promises}
    story.anns.do(f"/v1/commitments/{by['寄样品']}/keep")
    story.anns.do(f"/v1/commitments/{by['报价']}/break", {"reason": "缺货"})
    now = story.read(story.anns, "/v1/commitments", customer_id=id)["items"]
    assert {one["text"]: one["status"] for one in now} == {
        "寄样品": "kept", "报价": "broken", "寄发票": "open",
    }  # fmt: skip


def wins(story: SalesDay, talks: list[dict[str, Any]]) -> None:
    path = f"/v1/opportunities/{talks[1]['opportunity_id']}"
    eventually(lambda: story.anns.get(path).status_code, (200).__eq__)
    story.anns.do(f"{path}/win", {"amount": PRICE})
    deal = story.read(story.anns, path)
    assert (deal["stage"], deal["amount"], deal["owner"]) == ("won", PRICE, story.ann)
    path = f"/v1/customers/{talks[1]['customer_id']}"
    eventually(lambda: story.anns.read(path)["stage"], "won".__eq__)  # follows by reaction


def day(story: SalesDay, ahead: int) -> str:
    return (story.day + timedelta(days=ahead)).isoformat()
