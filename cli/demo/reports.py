"""The six reports as tables, headings in Chinese and English."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.load.client import Client

Line = Mapping[str, Any]
Show = Callable[[Line], str]
BAR = 30  # characters of the longest bar
SHOWN = 12  # lines of a table: whoever has more has loaded more than the sample


@dataclass(frozen=True)
class Report:
    name: str
    title: str
    by: str
    first: str  # heading of the first column
    columns: Mapping[str, Show]


def figure(name: str, colour: str = "") -> Show:
    def show(line: Line) -> str:
        value = line.get(name)
        text = "–" if value is None else f"{value:,}"
        return f"[{colour}]{text}[/]" if colour and value else text

    return show


def money(name: str) -> Show:
    """Every currency for itself: they are never added up."""

    def show(line: Line) -> str:
        found = [f"{float(one['amount']):,.0f} {one['currency']}" for one in line.get(name, [])]
        return f"[green]{escape(' + '.join(found))}[/]" if found else "–"

    return show


REPORTS: Sequence[Report] = (
    Report("workload", "员工分析 · Workload", "person", "员工 Person", {
        "客户 Added": figure("customers_added"),
        "认领 Claims": figure("claims"),
        "跟进 Follow-ups": figure("follow_ups", "cyan"),
        "拜访 Visits": figure("visits"),
        "电话 Calls": figure("calls"),
        "成交 Won": figure("won", "green"),
        "金额 Amount": money("won_amounts"),
    }),
    Report("win-rate", "赢单率 · Win rate", "person", "员工 Person", {
        "赢 Won": figure("won", "green"),
        "输 Lost": figure("lost", "red"),
        "% Win rate": figure("win_rate", "bold"),
    }),
    Report("won-value", "成交额 · Won value", "month", "月 Month", {
        "单数 Deals": figure("count"),
        "金额 Amount": money("amounts"),
    }),
    Report("sales-cycle", "成交周期 · Sales cycle", "product", "产品 Product", {
        "单数 Deals": figure("count"),
        "平均 Mean days": figure("mean_days"),
        "中位 Median days": figure("median_days"),
    }),
    Report("due", "待联系 · Due", "person", "员工 Person", {
        "逾期 Overdue": figure("overdue", "red"),
        "今日 Today": figure("today", "yellow"),
        "计划 Planned": figure("planned"),
        "未联系 Never": figure("never"),
        "久未联系 Forgotten": figure("forgotten", "yellow"),
    }),
)  # fmt: skip


def show_reports(console: Console, client: Client, read_after: str) -> None:
    for report in REPORTS:
        answer = client.get(f"/v1/reports/{report.name}", read_after, by=report.by)
        console.print(table(report, answer), "")
    console.print(funnel(client.get("/v1/reports/funnel", read_after)["total"]))


def table(report: Report, answer: Line) -> Table:
    made = Table(title=report.title, title_justify="left", title_style="bold cyan", box=None)
    made.add_column(two_lines(report.first), no_wrap=True)
    for heading in report.columns:
        made.add_column(two_lines(heading), justify="right", no_wrap=True)
    for line in answer["rows"][:SHOWN]:
        made.add_row(escape(str(line["key"])), *(show(line) for show in report.columns.values()))
    if (more := len(answer["rows"]) - SHOWN) > 0:
        made.add_row(f"[dim]… {more:,} more[/]")
    total = [show(answer["total"]) for show in report.columns.values()]
    made.add_row("合计", *total, style="bold")
    return made


def two_lines(heading: str) -> str:
    """Chinese above, English below: as narrow as the figures."""
    return heading.replace(" ", "\n", 1)


def funnel(total: Line) -> Table:
    """Customers on their rungs and deals in their stages, as bars."""
    made = Table(title="漏斗 · Funnel", title_justify="left", title_style="bold cyan", box=None)
    for heading in ("阶段 Stage", "数 Count", ""):
        made.add_column(heading, justify="right" if "Count" in heading else "left")
    for kind, colour in (("customers", "cyan"), ("opportunities", "magenta")):
        made.add_row(f"[bold]{kind}[/]")
        longest = max((line["count"] for line in total[kind]), default=0) or 1
        for line in total[kind]:
            bar = "█" * round(BAR * line["count"] / longest)
            made.add_row(f"  {line['stage']}", f"{line['count']:,}", f"[{colour}]{bar}[/]")
    return made
