"""What a service class declares besides its methods: `log`, `caller`, `remote`, `rows`."""

from collections.abc import Callable
from time import monotonic
from typing import Any, cast

from nameko.extensions import DependencyProvider

from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.group import Group
from kernel.nameko import process
from kernel.rows import Rows
from kernel.versions import Steps

LIMIT_SECONDS = 5.0  # of a call by a worker that has no deadline of its own


def log(events: Any, upcasts: Steps | None = None, downcasts: Steps | None = None) -> Commits:
    """The service's own log on behalf of the caller: `self.log.commit(change(…), …)`."""
    return cast("Commits", LogProvider(Codec(events, upcasts, downcasts)))


def caller() -> Context:
    """On whose behalf this method runs."""
    return cast("Context", CallerProvider())


def remote(service: str) -> Any:
    """Another service: `self.customer.claim(customer_id=…)`, in the caller's context and time."""
    return RemoteProvider(service)


def rows(group: Group) -> Rows:
    """The live read models of a group."""
    return cast("Rows", RowsProvider(group))


class LogProvider(DependencyProvider):
    def __init__(self, codec: Codec) -> None:
        self.codec = codec

    def setup(self) -> None:
        name = self.container.service_name
        self.states = process.declare_states(name, self.codec)

    def get_dependency(self, worker_ctx: Any) -> Commits:
        return Commits(self.states, worker_ctx.data["context"])


class CallerProvider(DependencyProvider):
    def get_dependency(self, worker_ctx: Any) -> Context:
        return cast("Context", worker_ctx.data["context"])


class RowsProvider(DependencyProvider):
    def __init__(self, group: Group) -> None:
        self.group = group

    def setup(self) -> None:
        self.rows = Rows(process.database(self.group.service), self.group)

    def get_dependency(self, worker_ctx: Any) -> Rows:
        return self.rows


class RemoteProvider(DependencyProvider):
    def __init__(self, service: str) -> None:
        self.service = service

    def setup(self) -> None:
        self.client = process.rpc_client()

    def get_dependency(self, worker_ctx: Any) -> "Remote":
        return Remote(self.client.call, self.service, worker_ctx.data)


class Remote:
    """A service as seen from one worker."""

    def __init__(self, call: Callable[..., Any], service: str, data: dict[str, Any]) -> None:
        self._call = call
        self._service = service
        self._data = data

    def within(self, seconds: float) -> "Remote":
        """For a worker that lives longer than any one call of its own may take."""
        until = monotonic() + seconds
        soon = min(until, self._data.get("deadline", until))
        return Remote(self._call, self._service, self._data | {"deadline": soon})

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(**args: Any) -> Any:
            left = self._data.get("deadline", monotonic() + LIMIT_SECONDS) - monotonic()
            return self._call(self._service, method, args, self._data["context"], timeout=left)

        return call
