"""Tables are aligned by what is seen, and say sizes and times as people do."""

import pytest

from cli import say
from cli.tables import Cell, count, milliseconds, size, span, table


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    lines = table(("log", "head"), [("customer", "7"), ("x", "12,345")], right="head")
    assert lines == [
        "log         head",
        "customer       7",
        "x         12,345",
    ]


def test_a_table_of_nothing_is_its_heading() -> None:
    assert table(("log", "head"), []) == ["log  head"]


def test_colours_do_not_count_as_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(say.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain, coloured = table(("state", "pid"), [("down", "1"), (Cell("down", "31"), "1")])[1:]
    assert coloured == plain.replace("down", "\033[31mdown\033[0m")


def test_elsewhere_than_on_a_terminal_there_are_no_colours() -> None:
    assert "\033" not in "".join(table(("state",), [(Cell("down", "31"),)]))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, "-"), (0.4, "0 s"), (89, "89 s"), (90, "1 min"), (5399, "89 min"), (5400, "1 h 30 min"),
     (172_799, "47 h 59 min"), (172_800, "2 d 0 h")],
)  # fmt: skip
def test_a_time_is_said_in_the_units_that_matter(seconds: float | None, said: str) -> None:
    assert span(seconds) == said


def test_numbers_are_said_shortly() -> None:
    assert (count(None), count(1234567)) == ("-", "1,234,567")
    assert (size(None), size(49_400_000)) == ("-", "49 MB")
    assert (milliseconds(None), milliseconds(0.05)) == ("-", "50 ms")
