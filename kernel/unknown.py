"""Events of a type that the program has no class for: passed over, and never in silence.

They are noted in the checkpoint with the first position of each, before it moves beyond them: a
program that knows the type builds the rows anew.
"""

import structlog

from kernel import metrics
from kernel.live import Documents

log = structlog.get_logger()


class Unknown:
    def __init__(self, database: Documents, checkpoint: str, queue: str) -> None:
        self._checkpoints = database["checkpoints"]
        self._checkpoint = checkpoint
        self._queue = queue

    def __call__(self, source: str, type_: str, position: int) -> None:
        metrics.UNREAD.labels(self._queue, type_).inc()
        log.warning(
            "an event of a type unknown here is passed over: deploy the version that knows it",
            queue=self._queue, source=source, type=type_, position=position,
        )  # fmt: skip
        if type_.isidentifier():  # anything else cannot be a name in the document, nor a class
            first = {f"unknown.{source}.{type_}": position}
            self._checkpoints.update_one({"_id": self._checkpoint}, {"$min": first})
