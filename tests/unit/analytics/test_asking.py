from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kernel.refusal import Invalid
from services.analytics.asking.conditions import condition
from services.analytics.asking.query import COUNT, MOST_ROWS, Sum
from services.analytics.asking.reading import MOST, read
from services.analytics.facts import FACTS, described
from services.analytics.facts.fact import MONEY, Setting
from services.analytics.periods import Clock

NOW = datetime(2018, 1, 3, 18, tzinfo=UTC)  # in Shanghai it is the 4th already
SETTING = Setting(Clock(NOW, "Asia/Shanghai"))
WON = {"field": "stage", "test": "is", "value": "won"}


def wrong(**parts: Any) -> dict[str, str]:
    """The field and the message of each error."""
    with pytest.raises(Invalid) as refused:
        read({"fact": "deals"} | parts)
    return {one["field"]: one["message"] for one in refused.value.fields["errors"]}


def matched(field: str, test: str, value: Any) -> Any:
    query = read({"fact": "deals", "where": [{"field": field, "test": test, "value": value}]})
    [[one]] = query.where
    return condition(one, one.field.path, SETTING)


def test_a_query_that_names_no_measure_counts():
    query = read({"fact": "deals"})

    assert [one.column for one in query.measures] == [COUNT]
    assert query.columns == ["count"]


def test_money_is_told_apart_by_its_currency():
    query = read({"fact": "deals", "measure": [{"how": "sum", "of": "amount"}]})

    assert query.columns == ["currency", "sum_amount"]


def test_currency_stands_there_once():
    asked = {"group": [{"field": "currency"}], "measure": [{"how": "avg", "of": "amount"}]}

    assert read({"fact": "deals"} | asked).columns == ["currency", "avg_amount"]


def test_periods_come_in_their_order_and_all_else_by_the_first_measure():
    by_month = read({"fact": "deals", "group": [{"field": "closed_at", "every": "month"}]})
    by_owner = read({"fact": "deals", "group": [{"field": "owner"}]})

    assert by_month.sort == [("closed_at_month", 1)]
    assert by_owner.sort == [("count", -1)]


@pytest.mark.parametrize(
    ("field", "test", "value", "match"),
    [
        ("stage", "is", "$ne", {"stage": {"$eq": "$ne"}}),
        ("stage", "in", ["won", "$where"], {"stage": {"$in": ["won", "$where"]}}),
        ("product", "given", False, {"product": {"$eq": None}}),
        (
            "amount", "above", {"amount": "1000", "currency": "USD"},
            {"$and": [{"amount": {"$gt": Decimal(1000)}}, {"currency": {"$eq": "USD"}}]},
        ),
    ],
)  # fmt: skip
def test_a_value_stands_behind_an_operator(field, test, value, match):
    assert matched(field, test, value) == match


@pytest.mark.parametrize(
    ("test", "value", "bounds"),
    [
        ("from", "2018-01-04", {"$gte": datetime(2018, 1, 3, 16, tzinfo=UTC)}),
        ("to", "2018-01-03", {"$lt": datetime(2018, 1, 3, 16, tzinfo=UTC)}),
        (
            "within", "year",
            {"$gte": datetime(2017, 12, 31, 16, tzinfo=UTC),
             "$lt": datetime(2018, 1, 4, 16, tzinfo=UTC)},
        ),
        (
            "last_days", 1,
            {"$gte": datetime(2018, 1, 3, 16, tzinfo=UTC),
             "$lt": datetime(2018, 1, 4, 16, tzinfo=UTC)},
        ),
    ],
)  # fmt: skip
def test_a_time_lies_in_days_of_the_companys_calendar(test, value, bounds):
    assert matched("closed_at", test, value)["$and"][1] == {"closed_at": bounds}


def test_what_is_compared_is_read_as_what_it_is():
    asked = [
        {"field": "closed_at", "test": "from", "value": "2017-01-01"},
        {"any": [
            {"field": "amount", "test": "at_least", "value": {"amount": "9", "currency": "USD"}},
            {"field": "cycle_days", "test": "below", "value": 3},
        ]},
    ]  # fmt: skip
    query = read({"fact": "deals", "where": asked})

    assert [[test.value for test in one] for one in query.where] == [
        [date(2017, 1, 1)],
        [Sum(Decimal(9), "USD"), 3],
    ]


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"field": "$where", "test": "is", "value": "1"}, "field"),
        ({"field": "customer.source", "test": "is", "value": "1"}, "field"),
        ({"field": "stage.0", "test": "is", "value": "1"}, "field"),
        ({"field": ["stage"], "test": "is", "value": "1"}, "field"),
        ({"field": "stage", "test": "$ne", "value": "won"}, "test"),
        ({"field": "stage", "test": {"$gt": ""}, "value": "won"}, "test"),
        ({"field": "stage", "test": "is", "value": {"$gt": ""}}, "value"),
        ({"field": "stage", "test": "is", "value": None}, "value"),
        ({"field": "stage", "test": "is", "value": "a\x00b"}, "value"),
        ({"field": "stage", "test": "is", "value": "\ud800"}, "value"),
        ({"field": "stage", "test": "is", "value": "x" * 201}, "value"),
        ({"field": "stage", "test": "in", "value": []}, "value"),
        ({"field": "stage", "test": "in", "value": ["won"] * 101}, "value"),
        ({"field": "stage", "test": "in", "value": [{"$gt": ""}]}, "value"),
        ({"field": "stage", "test": "given", "value": "yes"}, "value"),
        ({"field": "cycle_days", "test": "is", "value": float("nan")}, "value"),
        ({"field": "cycle_days", "test": "is", "value": float("inf")}, "value"),
        ({"field": "cycle_days", "test": "is", "value": 10**16}, "value"),
        ({"field": "cycle_days", "test": "is", "value": True}, "value"),
        ({"field": "cycle_days", "test": "is", "value": "3"}, "value"),
        ({"field": "amount", "test": "above", "value": 1000}, "value"),
        ({"field": "amount", "test": "above", "value": {"amount": "NaN", "currency": "USD"}},
         "value"),
        ({"field": "closed_at", "test": "from", "value": "2017-02-30"}, "value"),
        ({"field": "closed_at", "test": "from", "value": "0001-01-01"}, "value"),
        ({"field": "closed_at", "test": "within", "value": "decade"}, "value"),
        ({"field": "closed_at", "test": "last_days", "value": 0}, "value"),
        ({"field": "stage", "test": "is", "value": "won", "$or": []}, "$or"),
    ],
)  # fmt: skip
def test_what_is_not_declared_is_refused_with_its_place(where, place):
    assert set(wrong(where=[where])) == {f"where.0.{place}"}


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"fact": "users"}, "fact"),
        ({"fact": {"$ne": 1}}, "fact"),
        ({"pipeline": []}, "query.pipeline"),
        ({"where": {"stage": "won"}}, "where"),
        ({"where": [WON] * (MOST + 1)}, "where"),
        ({"where": [[WON]]}, "where.0"),
        ({"where": [{"any": []}]}, "where.0.any"),
        ({"where": [{"any": [{"any": [WON]}]}]}, "where.0.any.0.any"),
        ({"where": [{"any": [WON], "field": "stage"}]}, "where.0.field"),
        ({"group": ["owner"]}, "group.0"),
        ({"group": [{"field": "amount"}]}, "group.0.field"),
        ({"group": [{"field": "closed_at"}]}, "group.0.every"),
        ({"group": [{"field": "closed_at", "every": "$dayOfWeek"}]}, "group.0.every"),
        ({"group": [{"field": "owner", "every": "day"}]}, "group.0.every"),
        ({"group": [{"field": "owner"}] * 5}, "group"),
        ({"group": [{"field": "owner"}] * 2}, "measure"),
        ({"measure": [{"how": "$function", "of": "amount"}]}, "measure.0.how"),
        ({"measure": [{"how": "sum", "of": "owner"}]}, "measure.0.how"),
        ({"measure": [{"how": "sum"}]}, "measure.0.of"),
        ({"measure": [{"how": "count", "of": "amount"}]}, "measure.0.of"),
        ({"measure": [{"how": "percentile", "of": "cycle_days"}]}, "measure.0.at"),
        ({"measure": [{"how": "percentile", "of": "cycle_days", "at": 100}]}, "measure.0.at"),
        ({"measure": [{"how": "sum", "of": "cycle_days", "at": 5}]}, "measure.0.at"),
        ({"sort": ["owner"]}, "sort.0"),
        ({"sort": [{"count": 1}]}, "sort.0"),
        ({"limit": 0}, "limit"),
        ({"limit": MOST_ROWS + 1}, "limit"),
        ({"limit": True}, "limit"),
        ({"limit": 1.5}, "limit"),
    ],
)
def test_what_no_query_can_say_is_refused_with_its_place(asked, place):
    assert place in wrong(**asked)


def test_a_query_is_an_object():
    for raw in (None, [], "deals", 7):
        with pytest.raises(Invalid):
            read(raw)


def test_all_errors_are_told_at_once():
    found = wrong(where=[WON | {"field": "x"}], group=[{"field": "y"}], limit=-1)

    assert set(found) == {"where.0.field", "group.0.field", "limit"}


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_that_has_money_says_where_its_currency_is(name):
    fields = FACTS[name].fields
    sums = [one for one in fields.values() if one.kind == MONEY]

    assert all(one.currency == fields["currency"].path for one in sums)
    assert all(one.path or one.computed for one in fields.values())
    assert {one.joined for one in fields.values()} - {None} <= set(FACTS[name].joins)
    assert described(FACTS[name])["name"] == name
