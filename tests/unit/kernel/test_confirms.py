"""Whatever order the confirms come in, the cursor never stands before or amid what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.confirms import Confirms


def published(*sizes: int) -> Confirms:
    """Commits of so many messages each, positions from 1."""
    confirms = Confirms()
    for position in range(1, sum(sizes) + 1):
        confirms.publish(ends_of(sizes).get(position, 0))
    return confirms


def ends_of(sizes: tuple[int, ...] | list[int]) -> dict[int, int]:
    ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
    return {end: end for end in ends}


def test_nothing_confirmed_is_nowhere() -> None:
    assert published(2, 2).position == 0


def test_half_a_commit_does_not_count() -> None:
    confirms = published(2, 2)
    confirms.confirm(3, multiple=True)
    assert (confirms.position, confirms.outstanding) == (2, 1)


def test_a_later_confirm_waits_for_an_earlier_one() -> None:
    confirms = published(1, 1, 1)
    confirms.confirm(2, multiple=False)
    confirms.confirm(3, multiple=False)
    assert (confirms.position, confirms.outstanding) == (0, 1)
    confirms.confirm(1, multiple=False)
    assert (confirms.position, confirms.outstanding) == (3, 0)


def test_tag_zero_confirms_all() -> None:
    confirms = published(2, 1)
    confirms.confirm(0, multiple=True)
    assert (confirms.position, confirms.outstanding) == (3, 0)


@pytest.mark.parametrize("multiple", [True, False])
def test_a_confirm_that_comes_twice_changes_nothing(multiple: bool) -> None:
    confirms = published(1, 1)
    for _ in range(2):
        confirms.confirm(1, multiple)
    assert (confirms.position, confirms.outstanding) == (1, 1)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=8), st.data())
def test_the_position_is_the_last_commit_before_which_nothing_is_missing(
    sizes: list[int], data: st.DataObject
) -> None:
    confirms = published(*sizes)
    total, missing = sum(sizes), set(range(1, sum(sizes) + 1))
    steps = st.lists(st.tuples(st.integers(0, total), st.booleans()), max_size=2 * total)
    for tag, multiple in data.draw(steps):
        if tag == 0 and not multiple:
            continue
        confirms.confirm(tag, multiple)
        missing -= set(range(1, (tag or total) + 1)) if multiple else {tag}
        whole = [end for end in ends_of(sizes) if not any(tag <= end for tag in missing)]
        assert confirms.position == max(whole, default=0)
        assert confirms.outstanding == len(missing)
