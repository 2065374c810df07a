"""What charts look like: letters that have Chinese characters, and colours that mean something."""

from collections.abc import Sequence
from copy import copy
from itertools import cycle

from pygal.style import Style

FAMILIES = "'WenQuanYi Micro Hei', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
STYLE = Style(
    background="white", plot_background="white", foreground="#333", foreground_strong="#111",
    foreground_subtle="#ddd", guide_stroke_dasharray="", major_guide_stroke_dasharray="",
    font_family=FAMILIES,
    value_font_family=FAMILIES, label_font_size=13, major_label_font_size=13, title_font_size=18,
    legend_font_size=13, value_font_size=12, no_data_font_size=20, opacity=".85", transition="0s",
    colors=("#4c78a8", "#f58518", "#54a24b", "#e45756", "#72b7b2", "#b279a2", "#eeca3b", "#9d755d",
            "#79a7d3", "#ffbf79", "#88d27a", "#ff9da6"),
)  # fmt: skip
GOOD, BAD = "#54a24b", "#e45756"
MEANT = {"won": GOOD, "lost": BAD, "成交": GOOD, "未成交": BAD}  # by whatever is called so


def coloured(names: Sequence[str]) -> Style:
    """In the order in which they are drawn; nothing else looks like what was won or lost."""
    rest = cycle(color for color in STYLE.colors if color not in (GOOD, BAD))
    if not set(names) & MEANT.keys():
        return STYLE
    colors = [MEANT.get(name) or next(rest) for name in names]
    made = copy(STYLE)
    made.colors = tuple(colors)
    return made
