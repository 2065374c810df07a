"""All read models are rebuilt, switched and switched back while people write and read."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually
from tests.e2e.conftest import System

pytestmark = pytest.mark.timeout(900)
LISTED = 200


class People:
    """One who registers customers, and one who looks at the list and the report again and again."""

    def __init__(self, system: System) -> None:
        self.boss = Api(system.url, system.token("boss", "manager"))
        self.mark = uuid4().hex[:8]
        self.written = 0
        self.seen: list[tuple[int, int]] = []  # of the customers, in the list and in the report
        self.wrong: list[str] = []
        self.over = Event()

    def write(self) -> None:
        while not self.over.wait(0.5) and self.written < LISTED:
            self.boss.do("/v1/customers", {"name": f"{self.mark} {self.written}"})
            self.written += 1

    def read(self) -> None:
        reader = Api(self.boss.url, None)
        reader.session.headers.update(self.boss.session.headers)
        while not self.over.wait(0.05):
            listed = reader.get("/v1/customers", q=self.mark, limit=LISTED)
            report = reader.get("/v1/reports/workload")
            for answer in (listed, report):
                if answer.status_code != 200:
                    self.wrong.append(f"{answer.status_code} {answer.text}")
                    return
            self.seen.append((len(listed.json()["items"]), added(report.json())))


def added(report: dict[str, Any]) -> int:
    return int(report["total"]["customers_added"])


@contextmanager
def at_work(system: System) -> Iterator[People]:
    people = People(system)
    threads = [Thread(target=people.write), Thread(target=people.read)]
    for thread in threads:
        thread.start()
    try:
        eventually(lambda: len(people.seen), lambda looks: looks > 3)
        yield people
    finally:
        people.over.set()
        for thread in threads:
            thread.join()


def test_who_reads_meanwhile_sees_neither_an_error_nor_less_than_before(system: System) -> None:
    with at_work(system) as people:
        system.crm("rebuild", "--all")
        told = people.boss.read("/v1/status")["rebuilds"]
        system.crm("rebuild", "--all", "--back")
        looks = len(people.seen)
        eventually(lambda: len(people.seen) - looks, lambda more: more > 3 or bool(people.wrong))
    assert people.wrong == []
    for figure in zip(*people.seen, strict=True):
        assert list(figure) == sorted(figure)
    assert {one["phase"] for one in told} == {"done"}
    assert {one["group"] for one in told} >= {"analytics.lists", "analytics.reports"}
    found = eventually(
        lambda: people.boss.read("/v1/customers", q=people.mark, limit=LISTED)["items"],
        lambda items: len(items) == people.written,
    )
    assert found
