"""Plain nameko as its documentation has it: HTTP in one process, RPC to another, one insert.

python -m bench.rivals.nameko_program gateway|keeper PORT
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402
from uuid import uuid4  # noqa: E402

from nameko.containers import ServiceContainer  # noqa: E402
from nameko.extensions import DependencyProvider  # noqa: E402
from nameko.rpc import RpcProxy, rpc  # noqa: E402
from nameko.web.handlers import http  # noqa: E402

from kernel.database import DURABLE, connect  # noqa: E402
from kernel.settings import amqp_uri  # noqa: E402

WORKERS = 64


class Kept(DependencyProvider):  # type: ignore[misc]
    """A collection whose inserts are as durable as our commits."""

    def setup(self) -> None:
        self.collection = connect().get_database("rival", write_concern=DURABLE)["customers"]

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self.collection


class Keeper:
    name = "rival_keeper"
    kept = Kept()

    @rpc  # type: ignore[untyped-decorator]
    def register(self, customer: dict[str, Any]) -> dict[str, str]:
        id = uuid4().hex
        self.kept.insert_one({"_id": id, **customer})
        return {"id": id}


class Gateway:
    name = "rival_gateway"
    keeper = RpcProxy("rival_keeper")

    @http("POST", "/customers")  # type: ignore[untyped-decorator]
    def register(self, request: Any) -> str:
        return json.dumps(self.keeper.register(json.loads(request.get_data(as_text=True))))


def main(which: str, port: str) -> None:
    service = {"gateway": Gateway, "keeper": Keeper}[which]
    address = f"127.0.0.1:{port}"
    settings = {"AMQP_URI": amqp_uri(), "WEB_SERVER_ADDRESS": address, "max_workers": WORKERS}
    container = ServiceContainer(service, settings)
    container.start()
    container.wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
