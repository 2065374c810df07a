"""How long until everything works again: one of each command, and a read of each, tried anew."""

import time
from uuid import uuid4

from tests.chaos.client import Client
from tests.chaos.history import DONE, Call, History

PROBER = "probe"
SECONDS = 6.0  # for one answer: the gateway gives up after 5
GIVE_UP = 120.0
PAUSE = 0.1  # between two attempts


class Probe:
    def __init__(self, url: str, bearer: str, history: History) -> None:
        self._client = Client(url, bearer, SECONDS, PAUSE)
        self._history = history
        self._phones = int(time.time()) % 10**8
        self._until = 0.0

    def recovery(self, healed: float) -> float | None:
        """Seconds since the heal until everything had worked once; None when it never did."""
        self._until = healed + GIVE_UP
        try:
            self._everything()
        except TimeoutError:
            return None
        return time.time() - healed

    def _everything(self) -> None:
        """One of each kind, each followed by a read with its receipt; TimeoutError."""
        self._phones += 1
        body = {"name": "probe", "phones": [f"138{self._phones % 10**8:08d}"], "pool": "public"}
        id = self._seen("register", "/v1/customers", body, "/v1/customers/{}")
        path = f"/v1/customers/{id}"
        for kind, verb, said in COMMANDS:
            self._seen(kind, f"{path}/{verb}", said, path, id)
        deal = self._seen(
            "open", "/v1/opportunities", {"name": "probe", "customer_id": id},
            "/v1/opportunities/{}",
        )  # fmt: skip
        at = f"/v1/opportunities/{deal}"
        self._seen("move", f"{at}/stage", {"to": "engaging"}, at, deal)
        self._seen("release", f"{path}/release", {"reason": "probe"}, path, id)

    def _seen(
        self, kind: str, path: str, body: dict[str, object], shown: str, subject: str = ""
    ) -> str:
        """Done, and read back; answers the id."""
        receipt = self._done(kind, path, body, subject).answer
        read = f"{shown.format(receipt['id'])}?after={receipt['position']}"
        while self._client.request("GET", read).status != 200:
            self._pause()
        return str(receipt["id"])

    def _done(self, kind: str, path: str, body: dict[str, object], subject: str) -> Call:
        """Under one key as long as nobody answers; a no is asked again under another."""
        while True:
            call = Call(self._history.number(), PROBER, kind, path, body, uuid4().hex, subject)
            self._client.settle(call, self._until - time.time())
            self._history.call(call)
            if call.outcome == DONE:
                return call
            self._pause()

    def _pause(self) -> None:
        if time.time() > self._until:
            raise TimeoutError("not everything works")
        time.sleep(PAUSE)


COMMANDS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("claim", "claim", {}),
    ("follow-up", "follow-ups", {"channel": "phone", "outcome": "reached"}),
    ("stage", "stage", {"to": "intent"}),
)
