"""The demo's tables: every figure of an answer finds its column."""

from rich.console import Console

from cli.demo.company import hand_over, open_pool
from cli.demo.company import table as handover_table
from cli.demo.reports import REPORTS, SHOWN, funnel, money, table
from cli.demo.tour import lines
from tests.unit.cli.memory_api import MemoryApi


def text(shown: object) -> str:
    console = Console(record=True, width=160)
    console.print(shown)
    return console.export_text()


def test_a_report_has_a_line_for_each_key_and_a_total():
    report = next(one for one in REPORTS if one.name == "win-rate")
    answer = {
        "rows": [
            {"key": "王芳", "won": 3, "lost": 1, "win_rate": 75.0},
            {"key": None, "won": 0, "lost": 0, "win_rate": None},
        ],
        "total": {"won": 3, "lost": 1, "win_rate": 75.0},
    }
    shown = text(table(report, answer))
    assert "王芳" in shown
    assert "75.0" in shown
    assert "–" in shown
    assert "合计" in shown


def test_a_long_report_is_cut_and_says_so():
    report = next(one for one in REPORTS if one.name == "win-rate")
    line = {"won": 1, "lost": 1, "win_rate": 50.0}
    rows = [{"key": f"person {number}"} | line for number in range(SHOWN + 30)]
    shown = text(table(report, {"rows": rows, "total": line}))
    assert f"person {SHOWN - 1} " in shown
    assert f"person {SHOWN} " not in shown
    assert "… 30 more" in shown


def test_amounts_of_different_currencies_stand_side_by_side():
    line = {
        "amounts": [{"amount": "1234.00", "currency": "CNY"}, {"amount": "5", "currency": "USD"}]
    }
    assert "1,234 CNY + 5 USD" in money("amounts")(line)


def test_the_funnel_is_drawn_in_bars():
    total = {
        "customers": [{"stage": "pool", "count": 10}, {"stage": "won", "count": 5}],
        "opportunities": [{"stage": "won", "count": 0}],
    }
    bars = [
        line.count("█")
        for line in text(funnel(total)).splitlines()
        if "pool" in line or "won" in line
    ]
    assert bars == [30, 15, 0]


def test_the_tour_names_a_customer_of_this_system():
    shown = lines("http://127.0.0.1:8000", "c42", "Maple Clinics")
    assert any("/v1/customers/c42/timeline" in line for _, line in shown)


TOLD = {
    "from": "Tom Reed", "state": "ended", "reasons": {"holding-cap": 1},
    "given": [{"part": "owner", "to": "王芳", "count": 7}],
    "opportunities": {
        "state": "ended", "reasons": {},
        "given": [{"part": "opportunity", "to": None, "count": 2}],
    },
}  # fmt: skip


def test_a_handover_has_a_line_for_each_who_got_something_and_for_what_was_kept():
    shown = text(handover_table(TOLD))
    assert [word for word in ("Tom Reed", "王芳", "公海", "holding-cap") if word in shown] == [
        "Tom Reed", "王芳", "公海", "holding-cap",
    ]  # fmt: skip


def test_the_pool_is_opened_before_its_rules_are_set_and_all_is_handed_over_under_one_key():
    api = MemoryApi()
    loading = api.loading()
    open_pool(loading)
    first = hand_over(loading)
    assert [path for path, _, _ in api.commands] == [
        "/v1/pools", "/v1/pools/dormant/rules", "/v1/handovers",
    ]  # fmt: skip
    assert hand_over(api.loading()) == first
    assert len(api.commands) == 3
