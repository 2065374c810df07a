from statistics import fmean
from statistics import median as middle

from hypothesis import given
from hypothesis import strategies as st

from services.analytics.averages import mean, median, percent

COUNTS = st.dictionaries(st.integers(0, 400), st.integers(1, 5), min_size=1, max_size=12)


@given(COUNTS)
def test_mean_and_median_are_those_of_the_values_written_out(counts: dict[int, int]) -> None:
    values = [value for value, count in counts.items() for _ in range(count)]

    assert median(counts) == middle(values)
    assert abs((mean(counts) or 0) - fmean(values)) <= 0.05 + 1e-9


def test_half_is_rounded_up() -> None:
    assert mean({0: 3, 1: 1}) == 0.3
    assert percent(1, 8) == 12.5
    assert percent(2, 3) == 66.67


def test_nothing_has_no_average() -> None:
    assert (mean({}), median({}), percent(0, 0)) == (None, None, None)
