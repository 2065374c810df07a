"""Each figure of a report has the path where what it counts is read."""

from typing import Any

from gateway.report_links import linked

REPORT: dict[str, Any] = {"report": "won-value", "from": "2026-01-01", "to": None, "by": "person"}
LINE = {"count": 2, "amounts": [{"amount": "5.00", "currency": "CNY"}]}
DEALS = "/v1/reports/won-value/deals?from=2026-01-01"


def told(**of: Any) -> dict[str, Any]:
    return REPORT | {"total": dict(LINE), "rows": []} | of


def test_a_line_opens_as_it_was_cut_and_the_total_as_if_it_had_not_been() -> None:
    found = linked(told(rows=[{"key": "安 & co", **LINE}, {"key": None, **LINE}]), {})
    assert found["total"]["opens"] == {"count": DEALS, "amounts": DEALS}
    assert [row["opens"]["count"] for row in found["rows"]] == [
        f"{DEALS}&by=person&key=%E5%AE%89%20%26%20co", f"{DEALS}&by=person"
    ]  # fmt: skip


def test_whose_figures_they_are_stays_asked_for() -> None:
    found = linked(told(), {"team": "t1"})
    assert found["total"]["opens"]["count"] == f"{DEALS}&team=t1"


def test_what_it_is_compared_with_opens_to_deals_of_its_own_days() -> None:
    before = {"from": "2025-01-01", "to": "2025-12-31", "total": dict(LINE), "rows": []}
    found = linked(told(compared=before), {})["compared"]["total"]["opens"]["count"]
    assert found == "/v1/reports/won-value/deals?from=2025-01-01&to=2025-12-31"


def test_a_step_opens_with_where_it_led_and_of_who_stands_still_it_says_so() -> None:
    steps = [{"to": to, "count": 1, "percent": 50.0} for to in ("won", None)]
    stage = {"stage": "talk", "reached": 2, "won": 1, "won_percent": 50.0, "next": steps}
    days = {"from": None, "report": "conversion"}
    [found] = linked(told(**days, total={"stages": [stage]}), {})["total"]["stages"]
    path = "/v1/reports/conversion/deals?part=talk"
    assert found["opens"] == {
        "reached": path, "won": f"{path}&which=won", "won_percent": f"{path}&which=won"
    }  # fmt: skip
    assert [one["opens"]["count"] for one in found["next"]] == [
        f"{path}&then=won", f"{path}&which=still"
    ]  # fmt: skip
