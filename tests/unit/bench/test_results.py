"""What is kept of a run, what the next one compares with, and what people get to see."""

from pathlib import Path
from xml.etree import ElementTree

from bench import plot, results
from bench.figures import Figure, at_least, at_most
from bench.results import Section
from bench.table import markdown

FAST = Figure(
    "commands",
    {"rate": [100.0, 300.0, 200.0], "p50": [10.0], "p99": [200.0]},
    [at_least("rate", 400), at_most("p99", 150)],
    ["2 ms of CPU each"],
)
HTTP = Section("http", "three rounds", [FAST])
LOG = Section("log", "two rounds", [Figure("commits", {"rate": [9_000.0]}, [], [])])


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "spine.json"
    results.save(path, [HTTP, LOG])
    assert results.load(path) == [HTTP, LOG]


def test_before_the_first_run_nothing_is_known(tmp_path: Path) -> None:
    assert results.load(tmp_path / "none.json") == []


def test_a_run_of_one_section_leaves_the_others_as_they_were() -> None:
    again = Section("http", "one round", [])
    order = ("log", "relay", "http")
    assert results.merged([HTTP, LOG], [again], order) == [LOG, again]


def test_the_table_has_median_spread_tails_targets_and_what_was_before() -> None:
    text = markdown("Measured", [HTTP], {"http": {"commands": 100.0}})
    target = "rate ≥ 400/s, p99 ≤ 150 ms"
    missed = "**missed**: rate 200/s for 400/s (50 %), p99 200 ms for 150 ms (1.3 ×)"
    cells = ["commands", "200/s", "100/s – 300/s", "10 ms", "200 ms", target, missed, "2.00 ×"]
    assert f"| {' | '.join(cells)} |" in text.splitlines()
    assert "- commands: 2 ms of CPU each" in text.splitlines()


def test_a_row_that_is_new_is_compared_with_nothing() -> None:
    row = next(line for line in markdown("x", [LOG], {}).splitlines() if "commits" in line)
    assert row == "| commits | 9,000/s |  |  |  |  |  |  |"


def test_the_picture_has_a_bar_for_each_goal(tmp_path: Path) -> None:
    path = tmp_path / "spine.svg"
    plot.save(path, [HTTP, LOG], "Measured")
    drawn = "".join(ElementTree.parse(path).getroot().itertext())
    assert "commands: rate ≥ 400/s" in drawn
    assert "commands: p99 ≤ 150 ms" in drawn
    assert "commits" not in drawn  # it has no goal


def test_profiles_count_own_samples_and_those_of_callees() -> None:
    from bench.profiles import counted

    folded = "main (a.py:1);work (b.py:2) 3\nmain (a.py:9) 1\nmain (a.py:1);work (b.py:5) 2\n"
    own, whole, total = counted(folded)
    assert (own["work (b.py)"], own["main (a.py)"]) == (5, 1)
    assert (whole["work (b.py)"], whole["main (a.py)"]) == (5, 6)
    assert total == 6
