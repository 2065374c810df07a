"""A file of customers imported over HTTP, and how soon people are answered meanwhile."""

from functools import partial
from threading import Thread
from time import monotonic, sleep
from typing import Any

import requests

from bench import load
from bench.figures import Figure, at_least, at_most, of_rounds
from bench.load import Load
from bench.people import phones, token, working
from bench.plan import Plan
from bench.system import System, system
from bench.usage import per_operation, spent, usage
from bench.wire import Story

SIZES = ((10_000, 1_000), (100_000, 5_000))  # rows: whole, quick
PEOPLE = 4  # who go on working
PATIENCE = 1_800.0  # seconds for one file
IMPORTED = (at_least("rate", 5_000),)
LIVE = (at_most("p99", 300), at_most("errors", 0))


def figures(plan: Plan) -> list[Figure]:
    found: list[Figure] = []
    with system(plan.folder / "imports") as running:
        load.run(running.url, [working(20, phones())])  # what is done first is slower
        for whole, quick in SIZES:
            rows = plan.size(whole, quick)
            before = usage(running.pids())
            rounds = plan.repeat(f"{rows:,} rows", partial(measured, running, rows))
            used = spent(before, usage(running.pids()))
            notes = [per_operation(used, rows * len(rounds))]
            done, live = [one for one, _ in rounds], [one for _, one in rounds]
            found += [
                imported(f"import of {rows:,} rows CSV, guard on", rows, done, notes),
                of_rounds(
                    f"commands meanwhile, {rows:,} rows", [one.round for one in live], LIVE,
                    [live[-1].note()],
                ),
            ]  # fmt: skip
    return found


def imported(what: str, rows: int, seconds: list[float], notes: list[str]) -> Figure:
    return Figure(what, {"rate": [rows / each for each in seconds]}, IMPORTED, notes)


def measured(running: System, rows: int) -> tuple[float, Load]:
    """Seconds from the request to the last row in the log, and what people met meanwhile."""
    took: list[float] = []
    importing = Thread(target=lambda: took.append(seconds(running, rows)))
    importing.start()
    stories = [while_it_runs(importing) for _ in range(PEOPLE)]
    made = load.run(running.url, stories)
    importing.join()
    return took[0], made


def while_it_runs(importing: Thread) -> Story:
    numbers = phones()
    while importing.is_alive():
        yield from working(1, numbers)


def seconds(running: System, rows: int) -> float:
    """By the import's own events: when it was asked for, and when it was finished."""
    mine = {"Authorization": f"Bearer {token('manager')}"}
    sent = requests.post(
        f"{running.url}/v1/imports", files={"file": ("rows.csv", content(rows))}, headers=mine,
        timeout=120,
    )  # fmt: skip
    sent.raise_for_status()
    after = {"X-Read-After": sent.json()["position"]}
    until = monotonic() + PATIENCE
    while monotonic() < until:
        found = requests.get(
            running.url + sent.headers["Location"], headers=mine | after, timeout=30
        )
        if found.ok and found.json()["state"] != "running":
            return lasted(found.json(), rows)
        sleep(0.5)
    raise TimeoutError(f"{rows} rows have not been imported in {PATIENCE:.0f} s")


def lasted(done: dict[str, Any], rows: int) -> float:
    if done["added"] != rows:
        raise RuntimeError(f"{done['added']} of {rows} rows were added: {done['reasons']}")
    return rows / float(done["rows_per_second"])


def content(rows: int) -> bytes:
    """Each with a phone and an address of its own, as files from a fair have them."""
    numbers = phones()
    lines = (line(number, next(numbers)) for number in range(rows))
    return ("客户名称,公司名称,手机,邮箱,行业,备注\r\n" + "".join(lines)).encode()


def line(number: int, phone: str) -> str:
    return f"客户{number},杭州{number}公司,{phone},c{phone}@example.cn,零售,在展会上见过\r\n"
