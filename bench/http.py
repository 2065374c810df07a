"""End to end over HTTP: commands, reads, and how soon a command is seen in a read model."""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import count, cycle
from time import perf_counter
from uuid import uuid4

import requests

from bench.figures import Figure, Round, side_by_side
from gateway.tokens import issue

CLIENTS = 16


class Client:
    """One HTTP client on a kept connection; any answer but the expected kind is an error."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def post(self, path: str, body: Mapping[str, object]) -> dict[str, str]:
        answer = self.session.post(self.url + path, json=body, timeout=10)
        answer.raise_for_status()
        found: dict[str, str] = answer.json()
        return found

    def get(self, path: str, after: str = "") -> None:
        headers = {"X-Read-After": after} if after else {}
        self.session.get(self.url + path, headers=headers, timeout=10).raise_for_status()


def phones() -> Iterator[str]:
    """Valid mobile numbers that no earlier run has used, as good as surely."""
    start = int(uuid4().hex[:12], 16) % 90_000_000
    return (f"138{number % 100_000_000:08d}" for number in count(start))


def sales(number: int) -> list[Client]:
    """People nobody has heard of, so that no cap and no day's limit of theirs is used up."""
    url = os.environ["GUANXI_URL"]
    names = [f"bench-{uuid4().hex[:12]}" for _ in range(number)]
    return [Client(url, issue(name, "sales", timedelta(hours=1))) for name in names]


def commands(each: int) -> Round:
    """Register into the pool, claim, log a follow-up, move to intent; and again."""
    clients = sales(CLIENTS)
    numbers = phones()

    def worker(client: Client) -> list[Callable[[], object]]:
        steps: list[Callable[[], object]] = []
        for _ in range(each // 4):
            ids: list[str] = []
            steps += [
                partial(register, client, ids, numbers),
                partial(act, client, ids, "claim", {}),
                partial(act, client, ids, "follow-ups", {"channel": "phone", "outcome": "reached"}),
                partial(act, client, ids, "stage", {"to": "intent"}),
            ]
        return steps

    return side_by_side([worker(client) for client in clients])


def register(client: Client, ids: list[str], numbers: Iterator[str]) -> None:
    body = {"name": "测试客户 Bench", "pool": "public", "phones": [next(numbers)]}
    ids.append(client.post("/v1/customers", body)["id"])


def act(client: Client, ids: list[str], verb: str, body: Mapping[str, object]) -> None:
    client.post(f"/v1/customers/{ids[0]}/{verb}", body)


def reads(each: int) -> Round:
    clients = sales(CLIENTS)
    receipts = [
        clients[0].post("/v1/customers", {"name": "Read me", "pool": "public"}) for _ in range(50)
    ]
    for receipt in receipts:
        clients[0].get(f"/v1/customers/{receipt['id']}", receipt["position"])
    ids = cycle(receipt["id"] for receipt in receipts)
    return side_by_side(
        [
            [partial(client.get, f"/v1/customers/{next(ids)}") for _ in range(each)]
            for client in clients
        ]
    )


def seen(each: int) -> Round:
    """From the answer of a command until a read that waits for its position answers."""
    [client] = sales(1)
    latencies = []
    began = perf_counter()
    for _ in range(each):
        receipt = client.post("/v1/customers", {"name": "See me", "pool": "public"})
        answered = perf_counter()
        client.get(f"/v1/customers/{receipt['id']}", receipt["position"])
        latencies.append(perf_counter() - answered)
    return Round(perf_counter() - began, latencies)


def figures(rounds: int, report: Callable[[str], None]) -> list[Figure]:
    rows: list[tuple[str, str, Callable[[], Round]]] = [
        ("HTTP commands, 16 clients", "≥ 400/s, p99 ≤ 150 ms", partial(commands, 80)),
        ("HTTP reads by id, 16 clients", "≥ 600/s, p99 ≤ 80 ms", partial(reads, 100)),
        ("command answered → seen in a read", "p50 ≤ 50 ms, p99 ≤ 250 ms",
         partial(seen, 200)),
    ]  # fmt: skip
    found = []
    for what, target, measure in rows:
        report(what)
        found.append(Figure(what, target, [measure() for _ in range(rounds)]))
    return found
