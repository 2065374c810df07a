"""A webhook for all that happens to customers, and who receives what is sent to it."""

import json
from collections.abc import Mapping
from threading import Lock
from typing import Any
from uuid import uuid4

from tests.chaos.checks.hooked import Hooked
from tests.chaos.checks.stored import Finding, Stored
from tests.chaos.client import Client
from tests.chaos.until import until
from tests.integration.gateway.receiver import Answer, Received, receiver

SOURCE = "customer"
REGISTERED_WITHIN = 15.0
SENT_WITHIN = 40.0  # it may stand back from a source for ten seconds that has not answered


class Hook:
    """It is registered while the log is empty, so it is sent everything."""

    def __init__(self, url: str, bearer: str) -> None:
        self.hooked = Hooked(SOURCE)
        self._lock = Lock()
        self._server = receiver()
        self._target = self._server.__enter__()
        self._target.answer = self._take
        self._client = Client(url, bearer)
        body = {"name": "chaos", "url": self._target.url, "events": [f"{SOURCE}.*"]}
        told = until(lambda: self._registered(body), REGISTERED_WITHIN, "no webhook was made")
        self._secret = str(told["secret"])

    def close(self) -> None:
        self._server.__exit__(None, None, None)

    def judged(
        self,
        fresh: list[Stored],
        heads: Mapping[str, int],
        checked: Mapping[str, int],
        later: float,
    ) -> list[Finding]:
        """What is wrong when all that was written since should have come."""
        missing = lambda: self.hooked.missing(heads, checked)  # noqa: E731
        found: list[Finding] = []
        try:
            until(lambda: not missing(), SENT_WITHIN + later, "it is behind")
        except TimeoutError:
            found = sorted(missing())[:20]
        with self._lock:
            return found + self.hooked.differs(fresh, heads)

    def _registered(self, body: dict[str, Any]) -> dict[str, Any] | None:
        key = {"Idempotency-Key": uuid4().hex}
        made = self._client.request("POST", "/v1/webhooks", body | {"personal": True}, key)
        return made.answer if made.status == 201 else None

    def _take(self, got: Received) -> Answer:
        with self._lock:
            self._target.received.clear()  # thousands of them; what matters is kept
            self._target.taken.clear()
            self.hooked.take(json.loads(got.body), got.signed_with(self._secret))
        return 204, {}
