"""`@rpc`: a method that other services and the gateway may call, with named arguments only."""

from functools import partial
from time import perf_counter
from typing import Any

from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension

from kernel import health, metrics
from kernel.arguments import Arguments
from kernel.context import Context
from kernel.ids import identified
from kernel.nameko.answers import answer_to
from kernel.refusal import Invalid, Refusal, Unavailable
from kernel.rpc_message import Request, encode_refusal
from kernel.rpc_server import Answer, RpcServer
from kernel.settings import amqp_uri

GONE = Unavailable("stopping", "this process is being stopped", retry_after=1)


class Server(SharedExtension):
    """One queue and one connection for all methods of the service."""

    def __init__(self) -> None:
        self.methods: dict[str, Rpc] = {}

    def setup(self) -> None:
        container = self.container
        self.rpc = RpcServer(amqp_uri(), container.service_name, container.max_workers, self.serve)
        health.check("rpc", lambda: self.rpc.connected)

    def start(self) -> None:
        self.rpc.start()

    def stop(self) -> None:
        self.rpc.stop()

    def serve(self, request: Request, deadline: float, answer: Answer) -> None:
        try:
            self.method(request.method).run(request.args, request.context, deadline, answer)
        except Refusal as refusal:
            answer(encode_refusal(refusal))

    def method(self, name: str) -> "Rpc":
        if name not in self.methods:
            raise Invalid("unknown-method", f"{self.container.service_name} has no {name}")
        return self.methods[name]


class Rpc(Entrypoint):
    server = Server()

    def __init__(self) -> None:
        super().__init__(expected_exceptions=(Refusal,))

    def setup(self) -> None:
        function = getattr(self.container.service_cls, self.method_name)
        self.arguments = Arguments(function)
        self.server.methods[self.method_name] = self

    def stop(self) -> None:
        self.server.rpc.drain()

    def run(self, args: dict[str, Any], context: Context, deadline: float, answer: Answer) -> None:
        self.arguments.check(args)
        data = {"context": identified(context), "deadline": deadline}
        try:
            self.container.spawn_worker(
                self,
                (),
                args,
                context_data=data,
                handle_result=partial(self.settle, answer, perf_counter()),
            )
        except ContainerBeingKilled:
            raise GONE from None

    def settle(
        self, answer: Answer, began: float, worker_ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        error = exc_info[1] if exc_info else None
        answer(answer_to(result, error))
        outcome = type(error).__name__ if error else "ok"
        metrics.SERVED.labels(self.method_name, outcome).observe(perf_counter() - began)
        return result, exc_info


rpc = Rpc.decorator
