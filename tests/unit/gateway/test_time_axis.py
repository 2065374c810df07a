import pytest

from gateway.time_axis import whole


@pytest.mark.parametrize(
    ("known", "between"),
    [
        (["2024-02-28", "2024-03-01"], ["2024-02-29"]),
        (["2020-W52", "2021-W01"], ["2020-W53"]),
        (["2018-01", "2017-11"], ["2017-12"]),
        (["2017-Q3", "2018-Q1"], ["2017-Q4"]),
        (["2017", "2019"], ["2018"]),
    ],
)
def test_the_periods_between_two_are_there(known: list[str], between: list[str]) -> None:
    assert whole(known, 400) == sorted([*known, *between])


def test_too_many_between_are_left_out() -> None:
    assert whole(["2017-01-01", "2019-01-01"], 60) == ["2017-01-01", "2019-01-01"]
    assert whole([], 60) == []
    assert whole(["2017", "2017-01"], 60) == ["2017", "2017-01"]
