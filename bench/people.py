"""Stories of people at work over HTTP: what they register, claim, log and read."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import count
from uuid import uuid4

from bench.wire import Answer, Request, Story, request
from gateway.tokens import issue

TURNS = 4  # commands for one customer
CLIENTS = 16
Due = Callable[[], float]


def token(role: str = "sales") -> str:
    """Somebody nobody has heard of, so that no cap and no day's limit of theirs is used up."""
    return issue(f"bench-{uuid4().hex[:12]}", role, timedelta(hours=2))


def phones() -> Iterator[str]:
    """Valid mobile numbers that no earlier run has used, as good as surely."""
    start = int.from_bytes(os.urandom(6)) % 90_000_000
    return (f"138{number % 100_000_000:08d}" for number in count(start))


def now() -> float:
    return 0.0


def working(customers: int, numbers: Iterator[str], due: Due = now) -> Story:
    """Register into the pool, claim, log a follow-up, move to intent; and again.

    A token is a person, and a person may claim a hundred a day.
    """
    mine = token()
    for number in range(customers):
        mine = token() if number and number % 90 == 0 else mine
        body = {"name": "测试客户 Bench", "pool": "public", "phones": [next(numbers)]}
        registered = yield request("POST", "/v1/customers", mine, body, due=due())
        if registered.good:
            yield from following_up(f"/v1/customers/{registered.json()['id']}", mine, due)


def following_up(path: str, mine: str, due: Due) -> Story:
    follow_up = {"channel": "phone", "outcome": "reached"}
    yield request("POST", f"{path}/claim", mine, {}, due=due())
    yield request("POST", f"{path}/follow-ups", mine, follow_up, due=due())
    yield request("POST", f"{path}/stage", mine, {"to": "intent"}, due=due())


def reading(asked: Sequence[Request]) -> Story:
    for each in asked:  # noqa: UP028 - a list takes no answers
        yield each


def registering(customers: int, found: list[Answer]) -> Story:
    """Customers without a phone in the pool; their receipts are added to `found`."""
    mine = token()
    for _ in range(customers):
        answer = yield request("POST", "/v1/customers", mine, {"name": "Read me", "pool": "public"})
        found.append(answer)
