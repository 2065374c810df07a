from typing import Any

import pytest

from gateway.chart import chart
from gateway.report_tables import charted
from kernel.refusal import Invalid

USD = {"amount": "1250.00", "currency": "USD"}


def report(name: str, by: str | None, *rows: dict[str, Any], **total: Any) -> dict[str, Any]:
    days = {"from": "2017-01-01", "to": None}
    return {"report": name, "by": by, "rows": list(rows), "total": total} | days


def drawn(told: dict[str, Any], figure: str | None = None, kind: str | None = None) -> Any:
    answer = charted(told, figure, kind)
    return chart(answer, answer["chart"], answer["title"])


def test_a_report_by_person_is_bars_of_its_main_figure():
    told = report(
        "won-value", "person",
        {"key": "李明", "count": 2, "amounts": [USD]}, {"key": None, "count": 1, "amounts": []},
    )  # fmt: skip
    made = drawn(told)

    assert (made.kind, made.labels) == ("bar", ["李明", "—"])
    assert made.series == {"amounts USD": [1250.0, None]}
    assert made.title == "won-value · amounts USD 2017-01-01 –"


def test_a_report_by_periods_is_a_line():
    made = drawn(report("win-rate", "quarter", {"key": "2017-Q1", "won": 3, "win_rate": 60.0}))

    assert (made.kind, made.series) == ("line", {"win_rate": [60.0]})


def test_no_axis_has_two_currencies():
    yuan = {"amount": "7.00", "currency": "CNY"}
    lines = [{"key": who, "count": 1, "amounts": [USD]} for who in ("ann", "bob")]
    told = report("won-value", "person", *lines, {"key": "eve", "amounts": [yuan, USD]})

    assert list(drawn(told).series) == ["amounts USD"]
    assert list(drawn(told, "amounts CNY").series) == ["amounts CNY"]


def test_paths_and_reasons_stand_side_by_side():
    ways = [{"way": "talk > offer", "percent": 80.0, "won": 3, "lost": 1},
            {"way": "talk", "percent": 20.0, "won": 0, "lost": 1}]  # fmt: skip
    made = drawn(report("paths", None, closed=5, paths=ways, others=0))
    assert (made.labels, made.series) == (
        ["talk > offer", "talk"], {"won": [3.0, 0.0], "lost": [1.0, 1.0]}
    )  # fmt: skip

    reasons = [{"reason": "太贵", "count": 2, "amounts": [USD]}, {"reason": None, "count": 1}]
    made = drawn(report("loss-reasons", None, lost=3, reasons=reasons))
    assert (made.labels, made.series) == (["太贵", "—"], {"count": [2.0, 1.0]})


def test_a_forecast_shows_what_it_comes_to_by_its_probabilities():
    told = report(
        "forecast",
        "month",
        {
            "key": "2018-01",
            "count": 3,
            "amounts": [USD],
            "weighted": [{"amount": "99.00", "currency": "USD"}],
        },
    )
    assert drawn(told).series == {"weighted USD": [99.0]}


def test_another_figure_can_be_asked_for():
    told = report("win-rate", "person", {"key": "ann", "won": 3, "win_rate": 60.0})

    assert drawn(told, "won", "pie").series == {"won": [3.0]}
    with pytest.raises(Invalid, match="won, win_rate"):
        drawn(told, "$where")


def test_a_funnel_shows_how_many_stand_on_each_stage():
    stages = [
        {"stage": "engaging", "count": 5, "amounts": [USD]},
        {"stage": "won", "count": 2, "amounts": [USD]},
    ]
    whole = report("funnel", None, opportunities=stages, customers=[{"stage": "x", "count": 1}])
    by_person = report("funnel", "person", {"key": "ann", "opportunities": stages})

    assert drawn(whole).kind == "bar"  # more may stand on a late stage than on an early one
    assert drawn(whole, kind="funnel").kind == "funnel"
    assert drawn(whole).series == {"count": [5.0, 2.0]}
    assert drawn(by_person).series == {
        "opportunities engaging count": [5.0],
        "opportunities won count": [2.0],
    }


def test_how_many_reached_each_stage_is_a_funnel():
    stages = [{"stage": "engaging", "reached": 9, "won": 4}, {"stage": "won", "reached": 4}]
    made = drawn(report("conversion", None, stages=stages))

    assert (made.kind, made.series) == ("funnel", {"reached": [9.0, 4.0]})


def test_a_report_that_is_cut_by_nothing_shows_what_it_comes_to():
    made = drawn(report("sales-cycle", None, count=3, mean_days=4.5, median_days=4))

    assert (made.labels, made.series) == (["total"], {"mean_days": [4.5]})


def test_a_figure_that_nobody_has_is_drawn_as_nothing():
    assert drawn(report("sales-cycle", None, count=0, mean_days=None)).series == {"count": [0.0]}
