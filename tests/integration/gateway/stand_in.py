"""Services that answer as they are told and remember what they were asked, on the real broker."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from kernel.refusal import Refusal
from kernel.rpc_message import Request, encode_failure, encode_refusal, encode_result
from kernel.rpc_server import RpcServer

SERVICES = ("customer", "pipeline", "activity", "analytics")
RECEIPT = {"id": "42", "version": 3, "position": "customer:1041"}


class Silence(Exception):
    """No answer at all."""


class Defect(Exception):
    """The service has failed, and says no more than that."""


@dataclass
class StandIns:
    """What every service answers, by method; whatever is not told answers a receipt."""

    told: dict[str, Any] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def answer(self, method: str, result: Any) -> None:
        self.told[method] = result

    def forget(self) -> None:
        self.told.clear()
        self.asked.clear()

    def serve(self, request: Request, deadline: float, answer: Callable[[bytes], None]) -> None:
        self.asked.append(request)
        told = self.told.get(request.method, RECEIPT)
        if isinstance(told, Silence):
            return
        answer(encoded(told(request) if callable(told) else told))


def encoded(told: Any) -> bytes:
    if isinstance(told, Refusal):
        return encode_refusal(told)
    return encode_failure() if isinstance(told, Defect) else encode_result(told)


@contextmanager
def stand_ins(mark: str) -> Iterator[StandIns]:
    standing = StandIns()
    servers = [
        RpcServer(os.environ["AMQP_URI"], f"{mark}-{service}", 16, standing.serve)
        for service in SERVICES
    ]
    for server in servers:
        server.start()
    try:
        yield standing
    finally:
        for server in servers:
            server.drain()
            server.stop()
