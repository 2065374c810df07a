"""Steps of a load: order, concurrency, and what is new."""

from threading import Barrier
from time import sleep

import pytest
from rich.console import Console

from cli.load.client import Answer
from cli.load.steps import Command, Loading, heads, judge, side_by_side
from tests.unit.cli.scripted import Script, reply


def test_items_are_worked_on_side_by_side_and_answered_in_order():
    meeting = Barrier(4, timeout=5)  # passes only if four are there at once

    def work(item: int) -> int:
        meeting.wait()
        return item * 10

    assert side_by_side(work, range(8), 4, lambda: None) == [0, 10, 20, 30, 40, 50, 60, 70]


def test_the_first_exception_stops_the_rest():
    seen = []

    def work(item: int) -> None:
        seen.append(item)
        if item == 3:
            raise ValueError
        sleep(0.001)  # gives way to who has to notice it

    with pytest.raises(ValueError):  # noqa: PT011 - our own, bare
        side_by_side(work, range(10_000), 2, lambda: None)
    assert len(seen) < 10_000


def test_rows_are_written_already_there_or_refused():
    commands = [Command(f"row {n}", "/v1/customers", {}, f"k{n}") for n in range(3)]
    answers = [
        Answer(201, {"id": "a", "position": "customer:11"}),
        Answer(201, {"id": "b", "position": "customer:10"}),
        Answer(409, {"type": "x/duplicate", "detail": "The phone is taken."}),
    ]
    step = judge("customers", commands, answers, {"customer": 10})
    assert (step.written, step.already) == (1, 1)
    assert step.refused == [("row 2", "duplicate · The phone is taken.")]
    assert step.rows == 3


def test_a_step_leaves_its_counts_in_the_summary():
    script = Script([reply(201, {"id": "a", "version": 1, "position": "customer:5"})])
    console = Console(record=True, width=100, force_terminal=False)
    loading = Loading(script.client(), console, {"customer": 4}, workers=1)
    loading.step("customers", [Command("row 1", "/v1/customers", {"name": "x"}, "k1")])
    loading.summary.show(console)
    assert loading.summary.written == 1
    assert loading.summary.exit_code == 0
    assert "1 rows in" in console.export_text(clear=False)


def test_refused_rows_are_named_and_make_the_load_fail():
    script = Script([reply(409, {"type": "x/duplicate", "detail": "Taken by [ann]."})])
    console = Console(record=True, width=100)
    loading = Loading(script.client(), console, {}, workers=1)
    loading.step("leads", [Command(f"lead {n}", "/v1/customers", {}, f"k{n}") for n in range(50)])
    loading.summary.show(console)
    shown = console.export_text()
    assert "lead 0: duplicate · Taken by [ann]." in shown
    assert "10 duplicate" in shown
    assert loading.summary.exit_code == 1


def test_the_heads_are_read_before_anything_is_sent():
    script = Script([reply(200, {"events": [], "next": 0, "head": 42})])
    assert heads(script.client(), ["customer", "pipeline"]) == {"customer": 42, "pipeline": 42}
