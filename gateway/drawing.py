"""Charts as SVG, whose text stays text, and as PNG with a font that has Chinese characters.

Takes some milliseconds of a processor and touches nothing green: made for a real thread.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pygal
import resvg_py

from gateway.chart import WHOLES, Chart
from gateway.chart_style import coloured
from kernel.refusal import Unavailable

# Its hook for plugins, of which we use none, is of a kind that Python no longer knows.
sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, pygal.PluginImportFixer)]

WIDTH, HEIGHT = 960, 540
SCALE = 2  # dots of a PNG for each of these
MOST_VALUES = 16  # written side by side; more only cover each other
MOST_BELOW = 60  # written below each other
UPRIGHT = 12  # labels along an axis; more need more room
ROW = 22
FONTS = Path("/usr/share/fonts")
FILES = (  # of the packages fonts-wqy-microhei, fonts-noto-cjk, fonts-droid-fallback
    "truetype/wqy/wqy-microhei.ttc",
    "opentype/noto/NotoSansCJK-Regular.ttc",
    "truetype/droid/DroidSansFallbackFull.ttf",
)


class Funnel(pygal.Funnel):
    """Begins as broad as its first stage is."""

    def _compute(self) -> None:
        super()._compute()
        for first in self.series[0].points if self.series else ():
            (x, _), *_, (_, low) = first
            first[:2] = [(x, low), (x, -low)]


SHAPES = {"bar": pygal.Bar, "line": pygal.Line, "pie": pygal.Pie, "funnel": Funnel}


def svg(chart: Chart) -> bytes:
    """Without scripts, and without a word of when and by what it was drawn."""
    tree = drawn(chart).render_tree()
    for parent in list(tree.iter()):
        for child in list(parent):
            if child.tag is ElementTree.Comment or str(child.tag).endswith("script"):
                parent.remove(child)
        if parent.tag == "text" and "rotate" in parent.get("transform", ""):
            parent.set("style", "text-anchor:start")  # a rule of its style that not all know
    return bytes(ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True))


def png(chart: Chart) -> bytes:
    return raster(svg(chart), [font()])


def raster(picture: bytes, fonts: Sequence[str]) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=picture.decode(), background="white", zoom=SCALE,
            font_files=list(fonts), skip_system_fonts=True,
        )
    )  # fmt: skip


def font(folder: Path = FONTS) -> str:
    """Raises Unavailable rather than leave names out."""
    for name in FILES:
        if (folder / name).exists():
            return str(folder / name)
    raise Unavailable(
        "no-font",
        "this machine has no font with Chinese characters: ask for .svg, or have an operator "
        "install the package fonts-wqy-microhei",
        retry_after=60,
    )


def drawn(chart: Chart) -> Any:
    names = chart.labels if chart.kind in WHOLES else list(chart.series)
    lying = chart.kind == "bar" and crowded(chart.labels)
    values = len(chart.labels) * len(chart.series)
    made = (pygal.HorizontalBar if lying else SHAPES[chart.kind])(
        style=coloured(names[::-1] if lying else names), js=(), width=WIDTH, title=chart.title,
        pretty_print=False,
        height=max(HEIGHT, 160 + ROW * values) if lying else HEIGHT,
        print_values=values <= (MOST_BELOW if lying else MOST_VALUES),
        show_legend=chart.kind == "pie" or (chart.kind != "funnel" and len(names) > 1),
        legend_at_bottom=True, legend_box_size=12, truncate_legend=-1, truncate_label=-1,
        x_label_rotation=30 if chart.kind == "line" and crowded(chart.labels) else 0,
        no_data_text="没有数据 · no data", value_formatter=written, include_x_axis=True,
        **({"show_y_labels": False, "show_y_guides": False} if chart.kind == "funnel" else {}),
    )  # fmt: skip
    return parted(made, chart) if chart.kind in WHOLES else along(made, chart, lying)


def parted(made: Any, chart: Chart) -> Any:
    """A narrow piece of a pie has no room for its number: it stands beside its name."""
    for label, value in zip(chart.labels, *chart.series.values(), strict=True):
        made.add(f"{label} · {written(value)}" if chart.kind == "pie" else label, value)
    return made


def along(made: Any, chart: Chart, lying: bool) -> Any:
    """The first label stands on top where they stand above each other."""
    step = -1 if lying else 1
    made.x_labels = list(chart.labels)[::step]
    for name, values in list(chart.series.items())[::step]:
        made.add(name, list(values)[::step])
    return made


def crowded(labels: Sequence[str]) -> bool:
    return len(labels) > UPRIGHT or longest(labels) * len(labels) > 100


def longest(labels: Sequence[str]) -> int:
    """In letters; a Chinese character is as broad as two."""
    return max((sum(2 if char > "\u2e7f" else 1 for char in one) for one in labels), default=0)


def written(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
