"""Contests in their short form: ours end sound, and the rivals' damage is seen by the same eyes."""

from collections.abc import Iterator

import pytest

from tests.contests import rivals
from tests.contests.all import SHORT, control, ours
from tests.contests.company import Company, company
from tests.contests.row import markdown


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with company(tmp_path_factory.mktemp("contests")) as made:
        yield made


@pytest.mark.timeout(360)
def test_whoever_comes_at_once_nobody_is_promised_what_another_has(at: Company) -> None:
    rows = list(ours(at, SHORT))
    assert not [(row.contest, row.wrong) for row in rows if row.wrong], markdown(rows)


def test_without_the_position_a_read_may_be_stale(at: Company) -> None:
    assert control(at, SHORT).wrong


def test_read_then_written_does_damage_in_the_same_contests(at: Company) -> None:
    rows = list(rivals.rivals(at, SHORT.clients, SHORT.customers))
    assert [row.contest for row in rows if not row.wrong] == [], markdown(rows)
