"""The container of one service: nameko's, with the caller in every log line of a worker."""

from typing import Any

import structlog
from nameko.containers import ServiceContainer


class Container(ServiceContainer):
    @property
    def died(self) -> bool:
        """It has ended by itself, or was ended by an error of one of its greenlets."""
        return bool(self._died.ready())

    def working(self) -> int:
        """Requests that are being worked on; a number that does not fall again is a leak."""
        return len(self._worker_threads)

    def has_room(self) -> bool:
        """A worker is free, or will be soon: twice as many may wait as run."""
        return bool(self._worker_pool.waiting() < 2 * self.max_workers)

    def _worker_setup(self, worker_ctx: Any) -> None:
        """Context variables do not flow into greenlets: each worker begins with none."""
        context = worker_ctx.data["context"]
        structlog.contextvars.bind_contextvars(
            method=worker_ctx.entrypoint.method_name,
            actor=context.actor,
            command_id=context.command_id,
            correlation_id=context.correlation_id,
        )
        super()._worker_setup(worker_ctx)
