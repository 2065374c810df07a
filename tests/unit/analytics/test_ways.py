from datetime import UTC, datetime
from typing import Any

import pytest

from kernel.refusal import Invalid
from kernel.testing import project
from services.analytics.averages import percentile
from services.analytics.deal_sums import adds, key, told
from services.analytics.deals import DEALS
from services.analytics.periods import called
from services.pipeline.events import OpportunityReopened, OpportunityStageChanged
from tests.unit.analytics.examples import DAY, HOUR, NOON, engaging, lost, opened, won

BACK = OpportunityStageChanged(
    "o1", "c1", "engaging", "prospecting", "ann", NOON + 2 * DAY, back=True
)
AGAIN = OpportunityReopened(
    "o1", "c1", "ann", "lost", "engaging", "they called", "ann", NOON + 5 * DAY
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


def test_the_days_of_sums_are_those_of_the_companys_zone() -> None:
    late = datetime(2025, 12, 31, 17, tzinfo=UTC)  # in Shanghai a new year has begun
    found = adds(row(opened(at=late, product="a.b|c")), {"industry": "tea"})
    assert {key.split("\n")[1] for key in found} == {"2026-01"}
    assert found[key("Asia/Shanghai", late.date().replace(2026, 1, 1), "industry", "tea")] == {
        "opened.prospecting|CNY.count": 1,
        "opened.prospecting|CNY.amount": row(opened())["amount"],
        "steps.prospecting||.count": 1,
    }


def test_what_a_sum_is_called_follows_from_its_key() -> None:
    day = NOON.date()
    for value in ("a\nb", "", None):
        assert told(key("UTC", day, "product", value)) == {
            "zone": "UTC", "month": "2026-01", "by": "product", "value": value
        }  # fmt: skip


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
