"""What can be asked of each fact: every field as it says, within the rights of who asks."""

import json
from datetime import date
from typing import Any

import pytest

from gateway.events import PersonAdded
from services.activity.events import CommitmentMade
from services.analytics.asking import explaining
from services.analytics.asking.reading import read
from services.analytics.facts import FACTS, described
from services.analytics.facts.fact import Setting
from services.customer.events import Address
from tests.integration.analytics.asking import (
    TEAMS,
    ask,
    by,
    cny,
    deal,
    of,
    rows,
    where,
)
from tests.integration.analytics.world import ANN, SHANGHAI, World
from tests.unit.analytics.examples import (
    DAY,
    NOON,
    advanced,
    claimed,
    followed_up,
    registered,
)


@pytest.mark.parametrize("name", FACTS)
def test_every_field_of_every_fact_is_asked_for_as_it_says(world: World, name: str) -> None:
    """That a path is misspelt shows nowhere else: what is missing is null."""
    world.happened(
        PersonAdded("ann", "Ann", "sales", "own", "east", "root", NOON),
        registered("c1", industry="tea", source="fair", addresses=(Address("", city="Hangzhou"),)),
        claimed("c1"), advanced("c1", "claimed"), advanced("c1", at=NOON + DAY),
        followed_up("c1", author="ann"),
        CommitmentMade("p1", "c1", None, "a sample", date(2026, 2, 1), "ann", "ann", NOON),
    )  # fmt: skip
    deal(world, "o1", owner="ann", customer_id="c1")
    found: dict[str, Any] = {}
    for fields in in_parts(described(FACTS[name])["fields"], 4):
        keys = [one for one in fields if one["grouped"]]
        group = [by(one["name"], "day" if one["kind"] == "time" else None)[0] for one in keys]
        measured = [of(how, one["name"], **({"at": 50} if how == "percentile" else {}))
                    for one in fields for how in one["measures"][:10]]  # fmt: skip
        for measures in in_parts(measured, 10):
            for row in ask(world, ANN, fact=name, group=group, measure=measures)["rows"]:
                found |= {column: value for column, value in row.items() if value is not None}

    silent = {
        one["name"] for one in described(FACTS[name])["fields"]
        if one["grouped"] and not {one["name"], f"{one['name']}_day"} & found.keys()
    }  # fmt: skip
    assert silent == NEVER_SAID.get(name, set())


OF_DEALS = {"expected_close", "lost_reason", "lost_to", "priority", "forecast", "stuck_at"}
NEVER_SAID = {  # by what happens in this test
    "deals": OF_DEALS,
    "deal_parts": OF_DEALS,
    "follow_ups": {"opportunity_id", "reached", "amended_at", "next_contact_at"},
    "customers": {
        "second_owner", "pool", "level", "business_status", "locality", "next_contact_at",
    },
    "commitments": {"closed_at"},
}  # fmt: skip


def in_parts(whole: list[Any], size: int) -> list[list[Any]]:
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def test_customers_are_counted_as_the_directory_shows_them(world: World) -> None:
    world.happened(
        registered("c1", owner="ann"), registered("c2", owner="bob"),
        registered("c3", owner=None, pool="north", by="bob"),
        followed_up("c1", author="ann"),
    )  # fmt: skip
    asked = {"fact": "customers", "group": by("stage"), "sort": ["stage"]}

    assert rows(world, **asked) == [["claimed", 2], ["pool", 1]]
    assert rows(world, ANN, **asked) == [["claimed", 1], ["pool", 1]]
    never = where("last_follow_up_at", "given", False)
    assert rows(world, ANN, fact="customers", where=[never]) == [[1]]
    done = where("contact_status", "is", "followed_up")
    assert rows(world, fact="customers", where=[done]) == [[1]]


def test_what_a_pool_hides_cannot_be_counted_out(world: World) -> None:
    world.happened(
        registered("c1", owner=None, pool="north", industry="tea"), registered("c2", owner="ann")
    )
    hidden = {"_id": "north", "members": None, "fields": ["phones"], "admins": []}
    ann = ANN.among([hidden])

    assert rows(world, ann, fact="customers", group=by("industry")) == [[None, 1]]


def test_follow_ups_are_those_of_whose_records_one_sees(world: World) -> None:
    world.happened(
        followed_up("c1", author="ann", channel="visit"), followed_up("c2", author="bob")
    )
    asked = {"fact": "follow_ups", "group": by("channel"), "sort": ["channel"]}

    assert [key for key, _ in rows(world, **asked)] == ["phone", "visit"]
    assert rows(world, ANN, **asked) == [["visit", 1]]


def test_the_workload_is_summed_and_opened_deed_by_deed(world: World) -> None:
    world.happened(registered("c1", by="ann"), followed_up("c1", author="ann", channel="visit"))
    summed = [of("sum", "visits"), of("sum", "customers_added")]

    assert rows(world, fact="workload", group=by("person"), measure=summed) == [["ann", 1, 1]]
    assert rows(world, fact="deeds", group=by("what"), sort=["what"]) == [
        ["CustomerRegistered", 1],
        ["FollowUpLogged", 1],
    ]


def test_a_query_is_explained_in_words_and_as_it_is_run(world: World) -> None:
    deal(world, "o1")
    query = read(
        {
            "fact": "deals",
            "where": [where("stage", "in", ["won", "lost"]), where("amount", "above", cny("0.05"))],
            "group": by("closed_at", "month"),
            "measure": [of("median", "cycle_days")],
        }
    )
    told = explaining.explained(query, ANN, Setting(SHANGHAI, TEAMS), world.rows["reports"])

    assert told["says"] == [
        "of deals, each as it stands today: those that you may see",
        "where stage in won, lost",
        "where amount above 0.05 CNY",
        "put together by closed_at by month (the calendar of Asia/Shanghai)",
        "told: closed_at_month, median_cycle_days",
        "in the order of closed_at_month",
        "at most 100 rows",
    ]
    assert json.loads(json.dumps(told)) == told
    assert told["pipeline"][0]["$match"]["$and"][0] == {"owner": {"$in": ["ann"]}}
    assert {"$numberDecimal": "0.05"} in [
        test["amount"].get("$gt")
        for one in told["pipeline"][0]["$match"]["$and"][1:]
        for test in one["$or"][0].get("$and", [])
        if "amount" in test
    ]
    assert world.collection(query.fact.projection).name == told["collection"]
