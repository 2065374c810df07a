"""Who has which part of a deal, and what the parts come to."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from services.analytics.deal_parts import parts
from services.analytics.deal_sums import adds
from tests.unit.analytics.examples import NOON

PEOPLE = ["ann", "bob", "eve", "mia"]


def deal(owner: str | None = "ann", **shares: str) -> dict[str, Any]:
    told = [{"person": person, "percent": percent} for person, percent in shares.items()]
    return {"owner": owner, "shares": told}


def of(row: dict[str, Any]) -> list[tuple[str | None, str, int]]:
    return [(one.person, str(one.percent), one.own) for one in parts(row)]


def test_what_nobody_shares_is_all_its_owners() -> None:
    assert of(deal()) == [("ann", "100", 1)]
    assert of(deal(None)) == [(None, "100", 1)]


def test_a_deal_counts_for_its_owner_whoever_has_parts_of_it() -> None:
    assert of(deal(ann="60", bob="40")) == [("ann", "60", 1), ("bob", "40", 0)]
    assert of(deal(bob="40", eve="60")) == [("bob", "40", 0), ("eve", "60", 0), ("ann", "0", 1)]


@given(
    some.sampled_from([*PEOPLE, None]),
    some.lists(some.integers(1, 9_998), max_size=3, unique=True),
    some.integers(0, 10**19),
)
def test_all_the_parts_are_the_whole(owner: str | None, cuts: list[int], amount: int) -> None:
    ends = [0, *sorted(cuts), 9_999]
    each = [(high - low) for low, high in pairwise(ends)]
    each[-1] += 1  # hundredths of a percent
    shares = {} if not cuts else {
        person: str(Decimal(part) / 100) for person, part in zip(PEOPLE, each, strict=False)
    }  # fmt: skip
    worth = Decimal(amount) / 10_000
    found = list(parts(deal(owner, **shares)))

    assert sum(one.percent for one in found) == 100
    assert sum(one.own for one in found) == 1
    assert sum((one.of(worth) for one in found), Decimal(0)) == worth


def test_the_sums_of_people_have_the_parts_of_what_was_won() -> None:
    row = deal(ann="60", bob="40") | {
        "stage": "won", "closed_at": NOON, "opened_at": NOON, "engaged_at": None, "exits": [],
        "stays": [], "way": "", "currency": "CNY", "amount": Decimal(10), "product": None,
        "pipeline_id": "default",
    }  # fmt: skip
    every = {tuple(key.split("\n")[1:]): told for key, told in adds(row, {}).items()}
    found = {"\n".join(of): told for (month, *of), told in every.items() if month == "2026-01"}

    bob = {"parts.won|CNY.count": 0, "parts.won|CNY.amount": Decimal(4)}
    assert found["person\nbob"] == bob
    ann = found["person\nann"]
    assert (ann["parts.won|CNY.count"], ann["parts.won|CNY.amount"]) == (1, 6)
    assert (ann["won.won|CNY.count"], ann["won.won|CNY.amount"]) == (1, 10)
    assert "parts.won|CNY.count" not in found["all\n"]
