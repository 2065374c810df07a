"""The results as a picture: how many times as good as its target each row is."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pygal
from pygal.style import Style

from bench.figures import Figure
from bench.results import Section

# Its hook for plugins, of which we use none, is of a kind that Python no longer knows.
sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, pygal.PluginImportFixer)]

MET, MISSED = "#2e8b57", "#c0392b"
MOST = 20.0  # times; what is better still would only press the others together
LEAST = 0.02
MARKS = (LEAST, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0, MOST)
STYLE = Style(
    background="white", plot_background="white", foreground="#333", foreground_strong="#111",
    foreground_subtle="#777", font_family="sans-serif", label_font_size=11, title_font_size=15,
    major_label_font_size=11, value_font_size=10, value_label_font_size=10, colors=(MET,),
)  # fmt: skip


def save(path: Path, sections: Sequence[Section], title: str) -> None:
    """One bar for each target; at 1 it is just met, to the right of it there is room."""
    bars = [bar for section in sections for figure in section.figures for bar in bars_of(figure)]
    chart = pygal.HorizontalBar(
        style=STYLE, show_legend=False, logarithmic=True, title=title, width=1100,
        height=140 + 24 * len(bars), print_values=True, truncate_label=-1, spacing=6,
        x_title="times as good as asked for (1 = just met)", js=(), pretty_print=False,
    )  # fmt: skip
    chart.config.range = (LEAST, MOST)
    chart.config.zero = LEAST  # where bars begin: a logarithm knows no nought
    chart.y_labels = list(MARKS)
    bars.reverse()  # it draws the first one at the bottom
    chart.x_labels = [name for name, _ in bars]
    chart.add("", [drawn(times) for _, times in bars])
    chart.render_to_file(str(path))


def bars_of(figure: Figure) -> list[tuple[str, float]]:
    """Goals of none at all (no error) have no measure that could be drawn."""
    return [
        (f"{figure.what}: {goal}", goal.times(figure.median(goal.measure)))
        for goal in figure.goals
        if goal.limit
    ]


def drawn(times: float) -> dict[str, object]:
    return {
        "value": min(max(times, LEAST), MOST),
        "color": MET if times >= 1 else MISSED,
        "formatter": lambda _: f"{times:.2f} ×" if times < 10 else f"{times:.0f} ×",
    }
