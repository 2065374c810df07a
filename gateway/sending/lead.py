"""While the lease is ours: a thread for each webhook there is, and none for those that are gone."""

from threading import Event, Thread
from time import monotonic

import structlog

from gateway.sending import metrics
from gateway.sending.hooks import Hooks
from gateway.sending.means import Means
from gateway.sending.runner import Runner
from gateway.webhook_remembered import Webhook
from kernel.lease import Fenced
from kernel.status import Status

LOOK = 0.5  # seconds between two looks at what there is to send
REST = 5.0  # before one that has failed is begun anew; the others do not wait for it
JOIN_SECONDS = 6.0  # for all of them
logger = structlog.get_logger(__name__)


class Lead:
    def __init__(self, hooks: Hooks, means: Means, status: Status) -> None:
        self.hooks = hooks
        self.means = means
        self.status = status
        self.tasks: dict[str, Task] = {}

    def run(self, over: Event) -> None:
        """Until it is over; raises Fenced when somebody else has taken over."""
        try:
            self.means.shelf.sweep(self.hooks.known())
            while not over.is_set():
                self.look()
                over.wait(LOOK)
        finally:
            self.end()

    def look(self) -> None:
        hooks = self.hooks.known()
        for hook in hooks.values():
            self.tend(hook)
        if gone := [id for id in self.tasks if id not in hooks]:
            for id in gone:
                self.tasks.pop(id).stop.set()
            self.means.shelf.sweep(hooks)
        metrics.PAUSED.set(sum(bool(hook.paused) for hook in hooks.values()))
        failed = [task.why for task in self.tasks.values() if task.why]
        self.status.error = failed[0] if failed else ""

    def tend(self, hook: Webhook) -> None:
        task = self.tasks.get(hook.id)
        if task is None or task.over:
            self.tasks[hook.id] = task = Task(hook, self.means)
        task.tell(hook)

    def end(self) -> None:
        until = monotonic() + JOIN_SECONDS
        metrics.PAUSED.set(0)
        for task in self.tasks.values():
            task.stop.set()
        for task in self.tasks.values():
            task.thread.join(max(0.0, until - monotonic()))


class Task:
    """One webhook in a thread; what it ends with concerns no other, unless we lead no more."""

    def __init__(self, hook: Webhook, means: Means) -> None:
        self.hook = hook
        self.means = means
        self.runner: Runner | None = None
        self.stop = Event()
        self.failure: Exception | None = None
        self.failed_at = 0.0
        self.thread = Thread(target=self.work, name=f"webhook {hook.id}", daemon=True)
        self.thread.start()

    def work(self) -> None:
        try:
            self.runner = Runner(self.hook, self.means)
            self.runner.run(self.stop, lambda: self.hook)
        except Exception as failure:
            self.failed_at = monotonic()
            self.failure = failure
            logger.error("webhook failed", webhook=self.hook.id, exc_info=True)

    @property
    def over(self) -> bool:
        return self.failure is not None and monotonic() - self.failed_at > REST

    @property
    def why(self) -> str:
        return f"webhook {self.hook.id}: {self.failure!r}" if self.failure else ""

    def tell(self, hook: Webhook) -> None:
        if isinstance(self.failure, Fenced):
            raise self.failure
        if hook != self.hook:
            self.hook = hook
