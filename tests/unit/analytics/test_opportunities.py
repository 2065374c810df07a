from decimal import Decimal
from typing import Any

from kernel.testing import project, recorded
from services.analytics.opportunities import OPPORTUNITIES, shown
from tests.unit.analytics.examples import DAY, NOON, engaging, lost, opened, won


def deal(*events: Any) -> dict[str, Any]:
    return shown(project(OPPORTUNITIES, *events)["o1"])


def test_an_opened_deal_shows_what_is_expected() -> None:
    found = deal(opened())

    assert (found["stage"], found["owner"], found["product"]) == ("prospecting", "ann", "GTX Pro")
    assert found["amount"] == {"amount": "4821.00", "currency": "CNY"}
    assert (found["engaged_at"], found["closed_at"]) == (None, None)


def test_engaging_is_remembered_with_its_time() -> None:
    assert deal(opened(), engaging(at=NOON + DAY))["engaged_at"] == "2026-01-06T04:00:00Z"


def test_a_deal_opened_as_engaging_is_engaged_from_then_on() -> None:
    assert deal(opened(stage="engaging"))["engaged_at"] == "2026-01-05T04:00:00Z"
    known = opened(stage="engaging", engaged_at=NOON - DAY)
    assert deal(known)["engaged_at"] == "2026-01-04T04:00:00Z"


def test_a_deal_that_engages_again_has_been_engaged_since_the_first_time() -> None:
    found = deal(opened(), engaging(at=NOON), engaging(at=NOON + DAY))

    assert found["engaged_at"] == "2026-01-05T04:00:00Z"
    assert found["stage_since"] == "2026-01-06T04:00:00Z"


def test_a_won_deal_is_worth_what_it_was_won_for() -> None:
    found = deal(opened(), won(amount="4500.5", at=NOON + DAY))

    assert found["stage"] == "won"
    assert found["amount"] == {"amount": "4500.50", "currency": "CNY"}
    assert found["closed_at"] == "2026-01-06T04:00:00Z"


def test_a_deal_won_without_an_amount_is_worth_what_was_expected() -> None:
    assert deal(opened(), won())["amount"] == {"amount": "4821.00", "currency": "CNY"}


def test_a_lost_deal_says_why() -> None:
    found = deal(opened(), lost(at=NOON + DAY))

    assert (found["stage"], found["lost_reason"]) == ("lost", "price")


def test_amounts_are_exact_decimals() -> None:
    [row] = project(OPPORTUNITIES, opened()).values()

    assert row["amount"] == Decimal("4821.00")
    assert isinstance(row["amount"], Decimal)


def test_the_version_is_that_of_the_deal() -> None:
    assert deal(recorded(opened(), version=1), recorded(won(), version=2))["version"] == 2
