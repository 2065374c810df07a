"""The arithmetic of the bench: percentiles, medians, ratios, verdicts."""

import pytest

from bench.figures import (
    Figure,
    Round,
    at_least,
    at_most,
    digits,
    drift,
    of_rounds,
    percentile,
    ratio,
    verdict,
)


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1), (0.5, 51), (0.98, 99), (0.99, 100), (1.0, 100)]
)
def test_a_percentile_is_one_of_the_values(share: float, value: float) -> None:
    assert percentile([*range(100, 0, -1)], share) == value


def test_a_percentile_of_one_value_is_that_value() -> None:
    assert percentile([7.0], 0.99) == 7.0


def test_a_round_has_a_rate_and_milliseconds() -> None:
    done = Round(2.0, [0.010] * 99 + [0.500])
    assert done.rate == 50
    assert done.percentile(0.5) == pytest.approx(10)
    assert done.percentile(0.99) == pytest.approx(500)


def test_a_figure_takes_the_median_of_its_rounds_and_not_their_mean() -> None:
    figure = of_rounds("x", [Round(1.0, [0.001] * count) for count in (10, 1_000, 20)])
    assert figure.median("rate") == 20
    assert figure.main == "rate"


def test_errors_show_even_where_nobody_set_a_goal_for_them() -> None:
    assert "errors" not in of_rounds("x", [Round(1.0, [1.0])]).values
    assert of_rounds("x", [Round(1.0, [1.0], errors=2)]).median("errors") == 2


@pytest.mark.parametrize(
    ("value", "said"),
    [(400, "met"), (401, "met"), (100, "**missed**: rate 100/s for 400/s (25 %)")],
)
def test_a_verdict_on_a_rate(value: float, said: str) -> None:
    assert verdict(Figure("x", {"rate": [value]}, [at_least("rate", 400)])) == said


def test_a_verdict_names_each_goal_that_is_missed_and_no_other() -> None:
    values = {"rate": [500.0], "p99": [300.0], "errors": [1.0]}
    goals = [at_least("rate", 400), at_most("p99", 150), at_most("errors", 0)]
    missed = "**missed**: p99 300 ms for 150 ms (2.0 ×), errors 1 errors for 0 errors"
    assert verdict(Figure("x", values, goals)) == missed


def test_a_figure_without_goals_has_no_verdict() -> None:
    assert verdict(Figure("x", {"rate": [1.0]})) == ""


def test_a_goal_tells_how_many_times_as_good() -> None:
    assert at_least("rate", 400).times(200) == 0.5
    assert at_most("p99", 150).times(300) == 0.5
    assert at_most("p99", 150).times(75) == 2


def test_a_ratio_compares_round_with_round() -> None:
    ours, rival = Figure("a", {"rate": [10.0, 90.0]}), Figure("b", {"rate": [5.0, 30.0]})
    compared = ratio("a ÷ b", ours, rival, 3)
    assert compared.values == {"ratio": [2.0, 3.0]}
    assert verdict(compared) == "**missed**: ratio 2.5 × for 3 × (83 %)"


@pytest.mark.parametrize(
    ("values", "per_cent"), [([3.0, 3.0, 3.0], 0), ([1.0, 3.0], 50), ([4.0, 4.0, 7.0], 40)]
)
def test_drift_is_how_far_the_farthest_lies_from_the_mean(
    values: list[float], per_cent: float
) -> None:
    assert drift(values) == pytest.approx(per_cent)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.123, "0.12"), (1.26, "1.3"), (150, "150"), (150.4, "150"), (12_345.6, "12,346")],
)
def test_as_many_digits_as_mean_something(value: float, text: str) -> None:
    assert digits(value) == text
