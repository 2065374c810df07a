"""How long until everything works again: one of each command, and a read of each, tried anew."""

import time
from collections.abc import Iterator
from uuid import uuid4

from tests.chaos.client import Client
from tests.chaos.history import DONE, Call, History

PROBER = "probe"
SECONDS = 3.0  # for one answer: who waits longer, does not call it working
GIVE_UP = 60.0
PAUSE = 0.1


class Probe:
    def __init__(self, url: str, bearer: str, history: History) -> None:
        self._client = Client(url, bearer, SECONDS)
        self._history = history
        self._phones = int(time.time()) % 10**8

    def recovery(self, healed: float) -> float | None:
        """Seconds since the heal until a whole pass succeeded; None when it never did."""
        while time.time() - healed < GIVE_UP:
            if all(self._pass()):
                return time.time() - healed
            time.sleep(PAUSE)
        return None

    def _pass(self) -> Iterator[bool]:
        """One of each kind, each followed by a read with its receipt; ends with the first no."""
        self._phones += 1
        body = {"name": "probe", "phones": [f"138{self._phones % 10**8:08d}"], "pool": "public"}
        customer = self._do("register", "/v1/customers", body)
        yield customer.outcome == DONE
        id = customer.answer["id"]
        path = f"/v1/customers/{id}"
        yield self._seen(path, customer)
        for kind, verb, said in COMMANDS:
            done = self._do(kind, f"{path}/{verb}", said, id)
            yield done.outcome == DONE
            yield self._seen(path, done)
        deal = self._do("open", "/v1/opportunities", {"name": "probe", "customer_id": id})
        yield deal.outcome == DONE
        path = f"/v1/opportunities/{deal.answer['id']}"
        moved = self._do("move", f"{path}/stage", {"to": "engaging"}, deal.answer["id"])
        yield moved.outcome == DONE
        yield self._seen(path, moved)
        given_up = self._do("release", f"/v1/customers/{id}/release", {"reason": "probe"}, id)
        yield given_up.outcome == DONE

    def _do(self, kind: str, path: str, body: dict[str, object], subject: str = "") -> Call:
        call = Call(self._history.number(), PROBER, kind, path, body, uuid4().hex, subject)
        self._client.settle(call, 0.0)
        self._history.call(call)
        return call

    def _seen(self, path: str, call: Call) -> bool:
        read = self._client.request("GET", f"{path}?after={call.answer['position']}")
        return read.status == 200


COMMANDS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("claim", "claim", {}),
    ("follow-up", "follow-ups", {"channel": "phone", "outcome": "reached"}),
    ("stage", "stage", {"to": "intent"}),
)
