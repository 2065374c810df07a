from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kernel.refusal import Invalid
from kernel.testing import project
from services.analytics.averages import percentile
from services.analytics.deal_sums import UNDATED, adds, key, told
from services.analytics.deals import DEALS
from services.analytics.periods import called
from services.pipeline.events import (
    OpportunityMigrated,
    OpportunityReopened,
    OpportunityStageChanged,
)
from tests.unit.analytics.examples import DAY, HOUR, NOON, engaging, lost, opened, won

BACK = OpportunityStageChanged(
    "o1", "c1", "engaging", "prospecting", "ann", NOON + 2 * DAY, back=True
)
AGAIN = OpportunityReopened(
    "o1", "c1", "ann", "lost", "engaging", "they called", "ann", NOON + 5 * DAY
)
RENAMED = OpportunityMigrated(
    "o1", "c1", "default", 1, 2, "engaging", "talking", "may", NOON + 2 * DAY, 40, 7
)


def row(*events: Any) -> dict[str, Any]:
    return project(DEALS, *events)["o1"]


def test_a_way_tells_the_stages_up_to_the_end() -> None:
    moves = (opened(), engaging(at=NOON + DAY), BACK, engaging(at=NOON + 3 * DAY))
    assert row(*moves)["way"] == "prospecting > engaging > prospecting > engaging"
    assert row(*moves, won(at=NOON + 4 * DAY))["way"] == row(*moves)["way"]


def test_a_reopened_deal_has_been_lost_on_its_way() -> None:
    found = row(opened(), lost(at=NOON + DAY), AGAIN)
    assert found["way"] == "prospecting > lost > engaging"
    assert [stay["stage"] for stay in found["stays"]] == ["prospecting"]


def test_only_the_first_step_from_a_stage_is_its_exit() -> None:
    found = row(opened(), engaging(at=NOON + DAY), BACK, engaging(at=NOON + 3 * DAY), won())
    assert found["exits"] == [
        {"stage": "prospecting", "to": "engaging"}, {"stage": "engaging", "to": "prospecting"}
    ]  # fmt: skip
    assert row(opened())["exits"] == [{"stage": "prospecting", "to": None}]


def test_a_stage_that_a_migration_renames_is_no_step() -> None:
    found = row(opened(), engaging(at=NOON + DAY), RENAMED, won(at=NOON + 4 * DAY))
    assert found["way"] == "prospecting > talking"
    assert found["exits"] == [
        {"stage": "prospecting", "to": "talking"}, {"stage": "talking", "to": "won"}
    ]  # fmt: skip
    assert [(stay["stage"], stay["until"] - stay["since"]) for stay in found["stays"]] == [
        ("prospecting", DAY), ("talking", 3 * DAY)
    ]  # fmt: skip


def test_what_was_left_before_a_migration_is_called_as_it_was_then() -> None:
    moves = (opened(), engaging(at=NOON + DAY), BACK, engaging(at=NOON + 3 * DAY))
    later = replace(RENAMED, at=NOON + 4 * DAY)
    assert row(*moves, later)["way"] == "prospecting > engaging > prospecting > talking"


def test_what_is_won_on_its_first_stage_took_the_days_since_it_was_opened() -> None:
    found = sums(row(opened(), won(at=NOON + 3 * DAY)))
    assert found["2026-01", "all", ""]["cycles.3.count"] == 1


def test_the_days_of_sums_are_those_of_the_companys_zone() -> None:
    late = datetime(2025, 12, 31, 17, tzinfo=UTC)  # in Shanghai a new year has begun
    found = adds(row(opened(at=late, product="a.b|c")), {"industry": "tea"})
    assert {key.split("\n")[1] for key in found} == {"2026-01", UNDATED}
    assert found[key("Asia/Shanghai", "2026-01", "industry", "tea")] == {
        "opened.prospecting|CNY.count": 1,
        "opened.prospecting|CNY.amount": row(opened())["amount"],
        "steps.prospecting||.count": 1,
    }


def test_what_a_sum_is_called_follows_from_its_key() -> None:
    for value in ("a\nb", "", None):
        assert told(key("UTC", "2026-01", "product", value)) == {
            "zone": "UTC", "month": "2026-01", "by": "product", "value": value
        }  # fmt: skip


def test_what_a_running_deal_may_bring_counts_on_the_day_that_it_is_expected() -> None:
    found = sums(row(opened(expected_close=date(2026, 3, 1), expected_days=30, probability=25)))
    assert found["2026-03", "all", ""]["expected.25|CNY|pipeline.count"] == 1
    assert found["2026-03", "day", "2026-03-01"]["expected.25|CNY|pipeline.count"] == 1
    assert found["2026-02", "all", ""]["stuck.prospecting|CNY.count"] == 1
    undated = sums(row(opened(expected_days=None)))
    assert "expected.10|CNY|pipeline.count" in undated[UNDATED, "week", None]
    ended = sums(row(opened(expected_close=date(2026, 3, 1), expected_days=30), won()))
    assert {month for month, _, _ in ended} == {"2026-01", "2026"}


def test_each_reason_has_rows_of_its_own_however_long_it_is() -> None:
    one, other = (
        adds(row(opened(), replace(lost(), reason=text * 300)), {}) for text in ("贵", "慢")
    )
    assert {told(key)["by"].partition("|")[2] for key in set(one) ^ set(other)} == {
        "reasons", "reasons|years"
    }  # fmt: skip
    assert all(len(key) < 80 for key in one)


def test_days_that_something_took_are_counted_by_years_too() -> None:
    found = sums(row(opened(), engaging(at=NOON + DAY), won(at=NOON + 3 * DAY)))
    assert found["2026", "person|years", "ann"] == {
        "stays.prospecting|1.count": 1, "stays.engaging|2.count": 1, "cycles.2.count": 1,
        "waits.prospecting|3.count": 1, "waits.engaging|2.count": 1,
    }  # fmt: skip
    assert ("2026", "week|years", "2026-W02") not in found


def sums(deal: dict[str, Any]) -> dict[tuple[str, str, str | None], Mapping[str, Any]]:
    """By month, cut and value."""
    found = [(told(key), numbers) for key, numbers in adds(deal, {}).items()]
    return {(one["month"], one["by"], one["value"]): numbers for one, numbers in found}


@pytest.mark.parametrize(
    ("by", "key", "first", "last"),
    [
        ("day", "2026-01-05", datetime(2026, 1, 4, 16), datetime(2026, 1, 5, 16)),
        ("week", "2026-W02", datetime(2026, 1, 4, 16), datetime(2026, 1, 11, 16)),
        ("month", "2026-02", datetime(2026, 1, 31, 16), datetime(2026, 2, 28, 16)),
        ("quarter", "2025-Q4", datetime(2025, 9, 30, 16), datetime(2025, 12, 31, 16)),
        ("year", "2025", datetime(2024, 12, 31, 16), datetime(2025, 12, 31, 16)),
    ],
)
def test_a_line_is_opened_by_the_name_of_its_period(
    by: str, key: str, first: datetime, last: datetime
) -> None:
    found = called(by, key, "Asia/Shanghai")
    assert (found.start, found.end) == (first.replace(tzinfo=UTC), last.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("by", "key"),
    [("month", "2026-13"), ("week", "2025-W53"), ("quarter", "2026-Q5"), ("day", "2026-02-30"),
     ("year", "0001"), ("year", "2026-01")],
)  # fmt: skip
def test_what_names_no_period_is_refused(by: str, key: str) -> None:
    with pytest.raises(Invalid):
        called(by, key, "UTC")


@pytest.mark.parametrize(("part", "value"), [(25, 1), (50, 2), (75, 3), (76, 9), (100, 9), (1, 1)])
def test_a_percentile_is_the_least_that_so_many_do_not_exceed(part: int, value: int) -> None:
    assert percentile({1: 1, 2: 1, 3: 1, 9: 1}, part) == value
    assert percentile({}, part) is None


def test_an_amount_that_is_gone_adds_nothing() -> None:
    found = adds(row(opened(amount=None, at=NOON + HOUR)), {})
    assert all("opened.prospecting|.amount" not in numbers for numbers in found.values())
