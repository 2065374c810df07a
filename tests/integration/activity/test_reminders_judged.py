"""What `./crm chaos` waits for before it judges: that nobody is left to be reminded."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from services.customer.events import CustomerReleased
from tests.chaos.logs import reminding
from tests.integration.activity.clockwork import Clockwork, ago, clockwork


@pytest.fixture
def company() -> Iterator[Clockwork]:
    with clockwork() as made:
        yield made


def left(company: Clockwork) -> list[str]:
    company.hear()
    return list(reminding(SimpleNamespace(database=lambda source: company.database)))  # type: ignore[arg-type]


def test_who_is_due_or_soon_is_waited_for_until_they_were_told(
    company: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.chaos.logs.SOON", 90.0)  # a busy machine takes seconds for a tick
    for seconds in (5, -60, -600):
        company.planned(ago(seconds=seconds))
    assert left(company) == ["2 customers are to be reminded of"]
    company.tick()
    assert left(company) == ["1 customers are to be reminded of"]


def test_what_nobody_will_be_reminded_of_is_not_waited_for(company: Clockwork) -> None:
    released = company.planned(ago(seconds=5))
    company.happened("customer", CustomerReleased(released, "ann", "x", "public", "ann", ago()))
    company.planned(ago(minutes=5), owner="bob")
    late = company.claimed(ago(seconds=0))
    company.called(late, ago(minutes=30), ago(minutes=20))
    company.tick()
    assert left(company) == []
