"""Reports as workbooks and charts: `.xlsx`, `.svg` or `.png` at the end of their path."""

from typing import Any

from gateway.asked import Asked
from gateway.callers import Callers
from gateway.chart import KINDS
from gateway.fields import Choice, Text
from gateway.http import get
from gateway.import_tables import XLSX
from gateway.renderings import PNG, SVG, Rendered
from gateway.report_tables import charted
from gateway.reports import NAMES, PATH, AskReport
from gateway.routes import EVERY_ROLE
from gateway.spreadsheet import report_rows
from gateway.team_filter import of_team
from gateway.workbook import workbook
from kernel.nameko import remote

WORKBOOK = Rendered(XLSX, lambda report: workbook(report_rows(report)), file=True)
WORDS = {"name": NAMES}


class AskReportChart(AskReport):
    chart = Choice(*KINDS, says="of which kind; it goes by the report if not given")
    figure = Text(100, metadata={"description": "a column of the report's CSV, or its first words"})


class ReportPictureRoutes:
    analytics = remote("analytics")
    callers: Callers

    @get(f"{PATH}.xlsx", roles=EVERY_ROLE, query=AskReport, answer=WORKBOOK, words=WORDS)
    def download_report_xlsx(self, asked: Asked, name: str) -> Any:
        """The same report as a workbook."""
        return self.analytics.report(name=name, **of_team(self.callers, asked.filters))

    @get(f"{PATH}.svg", roles=EVERY_ROLE, query=AskReportChart, answer=SVG, words=WORDS)
    def draw_report_svg(self, asked: Asked, name: str) -> Any:
        """The same report as a chart: a line for periods, bars for nearly all else."""
        return self._report_chart(asked, name)

    @get(f"{PATH}.png", roles=EVERY_ROLE, query=AskReportChart, answer=PNG, words=WORDS)
    def draw_report_png(self, asked: Asked, name: str) -> Any:
        """The same chart in dots."""
        return self._report_chart(asked, name)

    def _report_chart(self, asked: Asked, name: str) -> Any:
        asks = of_team(self.callers, asked.filters)
        chart, figure = asks.pop("chart", None), asks.pop("figure", None)
        return charted(self.analytics.report(name=name, **asks), figure, chart)
