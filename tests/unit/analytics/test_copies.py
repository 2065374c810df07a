"""Small tables are looked at once a second, and anew for who gives a position to read after."""

from typing import Any

from services.analytics.copies import KEPT_SECONDS, kept
from services.analytics.pools import POOLS


class Table:
    """What `Rows` is, as far as it is asked."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.looks = 0

    def collection(self, projection: Any) -> "Table":
        assert projection is POOLS
        return self

    def read(self) -> list[str]:
        self.looks += 1
        return list(self.rows)


def ask(table: Any, at: float, anew: bool = False) -> Any:
    return kept(table, POOLS, Table.read, anew, clock=lambda: at)  # type: ignore[arg-type]


def test_many_questions_cost_one_look() -> None:
    table = Table()

    for at in range(10):
        ask(table, at * KEPT_SECONDS / 10)

    assert table.looks == 1


def test_after_a_second_it_is_looked_at_again() -> None:
    table = Table()
    ask(table, 0)
    table.rows = ["new"]

    assert ask(table, KEPT_SECONDS) == ["new"]


def test_who_reads_after_a_position_is_not_told_of_before_and_nobody_is_afterwards() -> None:
    table = Table()
    ask(table, 0)
    table.rows = ["new"]

    assert ask(table, 0.1, anew=True) == ["new"]
    assert ask(table, 0.2) == ["new"]


def test_a_slow_look_does_not_take_the_place_of_a_newer_one() -> None:
    table = Table()

    def slow(rows: Any) -> list[str]:
        before = rows.read()
        table.rows = ["new"]
        ask(table, 0.1, anew=True)  # somebody else, meanwhile
        return before  # type: ignore[no-any-return]

    assert kept(table, POOLS, slow, clock=lambda: 0.0) == []  # type: ignore[arg-type]
    assert ask(table, 0.2) == ["new"]


def test_two_processes_tables_are_not_mixed_up() -> None:
    ours, theirs = Table(), Table()
    ours.rows = ["ours"]

    assert (ask(ours, 0), ask(theirs, 0)) == (["ours"], [])
