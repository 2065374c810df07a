"""What a query may be asked, and by whom; no database is needed to refuse."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from kernel.context import Context
from kernel.refusal import Forbidden, Invalid, NotFound
from services.analytics.asker import asker, seen_by
from services.analytics.pages import behind, opened, order_by, sealed
from services.analytics.parameters import page_length, texts
from services.analytics.plain import money
from services.analytics.reports import NAMED, named
from services.customer.events import Holders

BY_TOUCH = order_by("-touched_at", {"touched_at": "touched_at", "name": "sort_name"})
AT = datetime(2026, 1, 5, 4, tzinfo=UTC)


def test_sales_see_their_own_customers_and_the_pools() -> None:
    ann = asker(Context(actor="ann", role="sales"), AT)

    assert ann.customers()["seen_by"] == {"$in": ["", "ann", "\nann"]}
    assert ann.own() == {"owner": {"$in": ["ann"]}}


def test_who_sees_a_team_sees_what_its_people_have() -> None:
    mia = asker(Context(actor="mia", role="manager", visibility="team", team="ann\nbob"), AT)

    assert mia.own("person") == {"person": {"$in": ["ann", "bob", "mia"]}}
    assert mia.customers()["seen_by"] == {"$in": ["", "ann", "bob", "mia", "\nmia"]}


def test_who_sees_all_is_asked_no_condition() -> None:
    mia = asker(Context(actor="mia", role="manager", visibility="all"), AT)

    assert (mia.customers(), mia.own()) == ({}, {})


def test_a_row_is_found_by_its_holders_and_with_a_mark_by_who_shares_it() -> None:
    assert seen_by(Holders(owner="ann", second_owner="bob", collaborators={"cy": None})) == [
        "ann",
        "bob",
        "\ncy",
    ]
    assert seen_by(Holders()) == [""]


@pytest.mark.parametrize("role", ["", "system", "partner", "Manager"])
def test_any_other_role_is_forbidden(role: str) -> None:
    with pytest.raises(Forbidden):
        asker(Context(actor="eve", role=role), AT)


def test_a_cursor_gives_back_what_was_sealed() -> None:
    assert opened(sealed(BY_TOUCH, {"_id": "c1", "touched_at": AT}), BY_TOUCH) == (AT, "c1")


def forged(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "é", "=" * 9, "A" * 5000, forged({"$gt": ""}), forged(["-touched_at", "text", "", {}]),
        forged(["-touched_at", "text", {"$gt": ""}, "c1"]), forged(["name", "text", "a", "c1"]),
        forged(["-touched_at", "time", "yesterday", "c1"]), forged([[[]]] * 4), forged(7),
        forged(["-touched_at", "text", "\ud800", "c1"]), "/v8=", "[" * 1900,
        forged(["-touched_at", "time", "0001-01-01T00:00:00+14:00", "c1"]),
        forged(["-touched_at", "time", "9999-12-31T23:59:59-14:00", "c1"]),
        forged(["-touched_at", "time", "2026-01-05T04:00:00", "c1"]),
        forged(["-touched_at", "text", "zzz", "c1"]), forged(["-touched_at", "date", "z", "c1"]),
    ],
)  # fmt: skip
def test_a_cursor_that_was_not_given_for_this_order_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        opened(cursor, BY_TOUCH)
    assert refused.value.fields["errors"][0]["field"] == "cursor"


def test_a_cursor_of_texts_holds_no_time() -> None:
    by_name = order_by("name", {"name": "sort_name"})

    assert opened(sealed(by_name, {"_id": "c1", "sort_name": "li"}), by_name) == ("li", "c1")
    with pytest.raises(Invalid):
        opened(forged(["name", "time", AT.isoformat(), "c1"]), by_name)


@pytest.mark.parametrize("cursor", [[1], 5, {"$gt": ""}, True])
def test_a_cursor_is_text(cursor: Any) -> None:
    with pytest.raises(Invalid) as refused:
        behind(cursor, BY_TOUCH)
    assert refused.value.fields["errors"][0]["field"] == "cursor"


def test_an_unknown_order_is_refused_and_says_which_there_are() -> None:
    with pytest.raises(Invalid) as refused:
        order_by("shoe_size", {"name": "sort_name"})
    assert refused.value.fields["errors"] == [{"field": "sort", "message": "is one of name, -name"}]


@pytest.mark.parametrize("limit", [0, -1, 201, True, "5", 2.0])
def test_a_page_has_1_to_200_rows(limit: object) -> None:
    with pytest.raises(Invalid):
        page_length(limit)  # type: ignore[arg-type]


def test_what_is_no_text_is_refused_field_by_field() -> None:
    with pytest.raises(Invalid) as refused:
        texts(q="tea", owner={"$ne": None}, pool="a\x00b", stage=None)
    assert [error["field"] for error in refused.value.fields["errors"]] == ["owner", "pool"]


def test_an_unknown_report_is_not_found_and_says_which_there_are() -> None:
    with pytest.raises(NotFound) as refused:
        named("horoscope")
    assert refused.value.fields["reports"] == sorted(NAMED)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1054", "1054.00"), ("0.5", "0.50"), ("1.005", "1.005"), ("1E+3", "1000.00"),
     ("9999999999999999999999999999.99", "9999999999999999999999999999.99")],
)  # fmt: skip
def test_money_is_exact_with_two_decimals_at_least(amount: str, text: str) -> None:
    assert money(Decimal(amount), "CNY") == {"amount": text, "currency": "CNY"}
