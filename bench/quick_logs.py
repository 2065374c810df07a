"""One-key logs over HTTP: sixteen people press a key for one customer after the other."""

from collections.abc import Iterator, Sequence
from functools import partial

from bench import load, profiles
from bench.figures import Figure, at_least, at_most
from bench.http import row
from bench.load import Load
from bench.people import CLIENTS, token
from bench.plan import Plan
from bench.system import System, system
from bench.wire import Answer, Request, Story, request

PRESSED = (at_least("rate", 300), at_most("p99", 150), at_most("errors", 0))
KEY = "1"
NO_ANSWER = {
    "scope": "company", "name": "未接通", "text": "{date} 致电 {customer} {contact}，未接通",
    "channel": "phone", "outcome": "no answer", "reached": False,
    "next_contact_days": 3, "working_day": True,
}  # fmt: skip
RAISING = {**NO_ANSWER, "name": "有意向", "effects": [{"do": "raise"}]}
People = Sequence[tuple[str, list[str]]]  # a token each, and whom they have


def figures(plan: Plan) -> list[Figure]:
    each = plan.size(whole=200, quick=15)  # customers of each client, pressed once in a round
    with system(plan.folder / "quick-logs") as running:
        bind(running, "1", NO_ANSWER)
        bind(running, "2", RAISING)
        people = entered(running, each)
        pressed(running, people, KEY, 5)  # what is done for the first time is slower
        found = [
            row(plan, running, "Quick logs, 16 clients", PRESSED,
                partial(pressed, running, people, KEY, each)),
            row(plan, running, "Quick logs that raise, 16 clients", PRESSED,
                partial(pressed, running, people, "2", each)),
            row(plan, running, "Quick logs, 1 client", (),
                partial(pressed, running, people[:1], KEY, each)),
        ]  # fmt: skip
        busy = partial(pressed, running, people, KEY, each)
        profiles.keep(plan, profiles.busy(running), "quick-logs", busy)
    return found


def bind(running: System, key: str, said: dict[str, object]) -> None:
    done(running, [asking([request("PUT", f"/v1/quick-logs/{key}", token("manager"), said)])])


def entered(running: System, each: int) -> People:
    """Customers of their own for every client, of whom all services have heard."""
    people: list[tuple[str, list[str]]] = [(token(), []) for _ in range(CLIENTS)]
    done(running, [registering(mine, each, ids) for mine, ids in people])
    done(running, [asking(presses(mine, ids[-1:], KEY)) for mine, ids in people])
    return people


def registering(mine: str, each: int, ids: list[str]) -> Story:
    for _ in range(each):
        answer: Answer = yield request("POST", "/v1/customers", mine, {"name": "测试客户 Bench"})
        if answer.good:
            ids.append(answer.json()["id"])


def pressed(running: System, people: People, key: str, each: int) -> Load:
    stories = [asking(presses(mine, ids[:each], key)) for mine, ids in people]
    return load.run(running.url, stories)


def presses(mine: str, ids: Sequence[str], key: str) -> Iterator[Request]:
    for id in ids:
        yield request("POST", f"/v1/customers/{id}/quick-log/{key}", mine, {})


def asking(asked: Iterator[Request] | Sequence[Request]) -> Story:
    for each in asked:  # noqa: UP028 - these take no answers
        yield each


def done(running: System, stories: Sequence[Story]) -> None:
    """What has to be there before anything is measured."""
    prepared = load.run(running.url, stories)
    if prepared.refused:
        raise RuntimeError(f"the bench could not be prepared: {prepared.note()}")
