"""The sequential model: each rule broken once in a log, and found."""

import pytest

from tests.chaos.checks.model import Model
from tests.chaos.checks.stored import Stored
from tests.unit.chaos.story import CLAIMED, REGISTERED, RELEASED, STORY, Event, stored

OPENED = ("opportunity/o1", 1, "OpportunityOpened", {"stage": "prospecting"})
WON = ("opportunity/o1", 2, "OpportunityWon", {"customer_id": "c1"})
LOST = ("opportunity/o1", 3, "OpportunityLost", {"reason": "price"})


def found(*commits: Stored, cap: int = 5) -> list[str]:
    return Model(cap).feed(commits)


def claim(position: int, by: str, *others: Event) -> Stored:
    return stored(
        position, f"claim by {by}", ("customer/c1", 9, "CustomerClaimed", {"by": by}), *others
    )


def taken(person: str, customer: str = "c1") -> Event:
    return (f"portfolio/{person}", 1, "HoldingTaken", {"customer_id": customer})


def test_a_good_story_breaks_no_rule():
    assert found(*STORY) == []


def test_a_customer_with_two_owners_is_found():
    findings = found(REGISTERED, CLAIMED, claim(5, "bob", taken("bob")))
    assert findings == ["customer:5: c1: ann, not None"]


def test_a_release_of_what_another_holds_is_found():
    assert len(found(REGISTERED, RELEASED)) == 2  # the customer, and the portfolio


def test_a_claim_that_no_portfolio_shows_is_found():
    [finding] = found(REGISTERED, claim(3, "ann"))
    assert "portfolios set()" in finding


def test_more_than_the_quota_is_found():
    register = [
        stored(
            n, f"reg {n}", (f"customer/c{n}", 1, "CustomerRegistered", {"owner": "ann"}),
            ("portfolio/ann", n, "HoldingTaken", {"customer_id": f"c{n}"}),
        )
        for n in (1, 3, 5)
    ]  # fmt: skip
    assert found(*register, cap=3) == []
    assert found(*register, cap=2) == ["customer:5: ann holds more than 2"]


def test_two_customers_with_one_phone_are_found():
    again = stored(
        3, "reg 2", ("customer/c2", 1, "CustomerRegistered", {"owner": None}),
        ("phone/k1", 2, "IdentityReserved", {"holder": "c2"}),
    )  # fmt: skip
    assert found(REGISTERED, again) == ["customer:3: k1 is c1's and reserved for another"]


def test_a_phone_that_another_gives_away_is_found():
    freed = stored(3, "free", ("phone/k1", 2, "IdentityFreed", {"holder": "c2"}))
    assert found(REGISTERED, freed) == ["customer:3: k1 freed by another"]


def test_a_rung_that_was_not_the_last_one_is_found():
    climbs = {"was": "claimed", "to": "intent"}
    commit = stored(1, "climb", ("ladder/c1", 1, "StageAdvanced", climbs), source="pipeline")
    assert found(commit) == ["pipeline:1: ladder of c1: pool, the event says claimed"]


@pytest.mark.parametrize("events", [(OPENED, WON, LOST), (WON,)])
def test_a_deal_that_is_closed_when_it_cannot_be_is_found(events: tuple[Event, ...]):
    assert len(found(stored(1, "deal", *events, source="pipeline"))) == 1


def test_at_rest_the_rung_follows_the_owner():
    climbs = {"was": "pool", "to": "claimed"}
    up = stored(1, "up", ("ladder/c1", 1, "StageAdvanced", climbs), source="pipeline")
    model = Model(5)
    model.feed([REGISTERED, CLAIMED])
    assert len(model.at_rest()) == 1  # owned, and still in the pool
    model.feed([up])
    assert model.at_rest() == []
    model.feed([RELEASED])
    assert model.at_rest() == ["customer c1: owner None, yet on rung claimed"]


def test_a_customer_whose_deal_was_won_stays_won():
    climbs = {"was": "pool", "to": "won"}
    model = Model(5)
    model.feed([
        REGISTERED, stored(1, "deal", OPENED, WON, source="pipeline"),
        stored(3, "up", ("ladder/c1", 1, "StageAdvanced", climbs), source="pipeline"),
    ])  # fmt: skip
    assert model.at_rest() == []
