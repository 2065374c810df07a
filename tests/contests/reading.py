"""Who has written reads what was written, when the receipt's position comes along."""

from collections.abc import Callable
from functools import partial
from time import monotonic

from tests.contests.claiming import flat, told
from tests.contests.client import Answer, Client, at_once
from tests.contests.company import Company
from tests.contests.row import OURS, Row

READERS = 4
OTHER = ("engaging", "prospecting")

Pair = tuple[Answer, Answer]


def pairs(company: Company, number: int, wait: bool = True) -> Row:
    """Write, then read; `wait` False leaves the position out, to see that staleness shows."""
    each = number // READERS
    people = [company.client(f"contest-reader-{n}", "manager") for n in range(READERS)]
    began = monotonic()
    made = [p for own in at_once([partial(write_read, one, each, wait) for one in people])
            for p in own]  # fmt: skip
    seconds = monotonic() - began
    stale = sum(is_stale(written, read) for written, read in made)
    writes = [written for written, _ in made]
    damage = {
        "reads that were stale": stale,
        "answers other than 200, 201": sum(
            answer.status not in (200, 201) for pair in made for answer in pair
        )
        if wait
        else 0,
    }
    who = OURS if wait else "Guanxi, the position left out on purpose"
    contest = f"{len(made):,} × write, then read"
    return Row(contest, who, 2 * len(made), told(flat([writes, [r for _, r in made]])),
               damage, seconds)  # fmt: skip


def write_read(client: Client, each: int, wait: bool) -> list[Pair]:
    """By turns: a new customer in the pool, and the stage of one's own deal."""
    deal = client.post("/v1/opportunities", {"product": "标准版"}).body["id"]
    writes: list[Callable[[int], Pair]] = [
        lambda n: register_read(client, n, wait),
        lambda n: move_read(client, deal, n, wait),
    ]
    return [writes[number % 2](number) for number in range(each)]


def register_read(client: Client, number: int, wait: bool) -> Pair:
    written = client.post("/v1/customers", {"name": f"新客户 {number}", "pool": "public"})
    return written, read(client, f"/v1/customers/{written.body['id']}", written, wait)


def move_read(client: Client, deal: str, number: int, wait: bool) -> Pair:
    path = f"/v1/opportunities/{deal}"
    written = client.post(f"{path}/stage", {"to": OTHER[number // 2 % 2]})
    return written, read(client, path, written, wait)


def read(client: Client, path: str, written: Answer, wait: bool) -> Answer:
    return client.get(path, written.body["position"] if wait else "")


def is_stale(written: Answer, read: Answer) -> bool:
    return read.status != 200 or read.version < written.version
