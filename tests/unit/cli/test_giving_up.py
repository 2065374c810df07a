"""A load that is given up says how far it has come, and that it may be run again."""

import pytest
from rich.console import Console

from cli.load.batching import Row, load_rows
from cli.load.client import Client, GaveUp
from cli.load.giving_up import AGAIN, told
from cli.load.steps import Command, Loading
from cli.load.transport import Disconnected
from tests.unit.cli.memory_api import MemoryApi

DEALS = [Row(f"deal {n}", {"key": f"k{n}"}) for n in range(1_200)]


class Ends(MemoryApi):
    """Answers `answers` requests, and none after that."""

    left = 3

    def send(self, method, path, content, headers):
        if not self.left:
            raise Disconnected("nobody is there")
        self.left -= 1
        return super().send(method, path, content, headers)


def test_every_step_that_was_begun_tells_how_far_it_has_come(monkeypatch) -> None:
    monkeypatch.setattr("cli.load.batching.SENDERS", 1)
    client = Client(Ends().send, patience=0, sleep=lambda seconds: None)
    loading = Loading(client, Console(record=True), {"customer": 0, "pipeline": 0})
    loading.step("accounts", [Command("a", "/v1/customers", {"name": "a"}, "a")])
    with pytest.raises(GaveUp) as gave_up:
        load_rows(loading, "deals", "/v1/opportunities/load", DEALS)

    why, *lines = told(gave_up.value, loading)
    assert "to its end" in why
    assert "nobody is there" in why
    assert lines == [
        "  accounts: 1 of 1 rows were answered",
        "  deals: 1,000 of 1,200 rows were answered",
        AGAIN,
    ]


def test_where_nothing_was_sent_the_reason_is_all() -> None:
    assert list(told(GaveUp("401"), None)) == ["[bold red]Not loaded:[/] 401"]
