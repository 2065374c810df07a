"""What a subscription's queue has delivered and nobody has acknowledged yet."""

from collections.abc import Callable, Iterable
from typing import Any

import structlog

from kernel.hint import Hint, Poison, read
from kernel.silence import Silence

log = structlog.get_logger()


class Inbox:
    def __init__(self, queue: str, silence: Silence) -> None:
        self.waiting: list[Hint] = []
        self._silence = silence
        self._log = log.bind(queue=queue)

    def __len__(self) -> int:
        """Of events."""
        return sum(len(hint.envelopes) for hint in self.waiting)

    def forget(self) -> None:
        """The connection is gone; the broker will deliver all of it again."""
        self.waiting = []

    def receive(self, message: Any) -> None:
        try:
            hint = read(message, self._silence.sources)
        except Poison as poison:
            self._bury(message, str(poison))
        else:
            self._silence.heard(hint.source)
            self.waiting.append(hint)

    def acknowledge(self, processed: Callable[[str, int], bool]) -> None:
        """What the checkpoint has passed."""
        for hint in self.waiting:
            if processed(hint.source, hint.position):
                hint.message.ack()
        self._keep_the_rest()

    def bury(self, impossible: Iterable[Hint]) -> None:
        """Those of them that were not acknowledged go to the dead letters."""
        for hint in impossible:
            if not hint.message.acknowledged:
                self._bury(hint.message, "its position is not in the log")
        self._keep_the_rest()

    def _keep_the_rest(self) -> None:
        self.waiting = [hint for hint in self.waiting if not hint.message.acknowledged]

    def _bury(self, message: Any, why: str) -> None:
        self._log.error("poison message", why=why, body=repr(message.body[:200]))
        message.reject()
