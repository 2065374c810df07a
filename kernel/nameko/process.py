"""What one process shares: its MongoDB client, its RPC client, its logs. Made when asked for.

That is in a provider's `setup`, after monkey-patching: a client made before has dead monitors.
"""

from functools import cache

from pymongo import MongoClient
from pymongo.database import Database

from kernel import health
from kernel.codec import Codec
from kernel.database import Document, connect, service_database
from kernel.mongo import MongoLog
from kernel.rpc import RpcClient
from kernel.settings import amqp_uri
from kernel.states import States


@cache
def mongo() -> MongoClient[Document]:
    return connect()


@cache
def rpc_client() -> RpcClient:
    client = RpcClient(amqp_uri())
    health.check("calls", lambda: client.connected)
    return client


def database(service: str) -> Database[Document]:
    return service_database(mongo(), service)


@cache
def log_of(service: str) -> MongoLog:
    """One per process, or group commit does not group."""
    log = MongoLog(database(service), service)
    log.create_indexes()
    health.check("log", lambda: not log.lost, lambda: log.lost)
    return log


_states: dict[str, States] = {}


def declare_states(service: str, codec: Codec) -> States:
    """Those of the service whose class declares this log; the same for all who ask later."""
    if service not in _states:
        _states[service] = States(log_of(service), codec)
    return _states[service]


def states_of(service: str) -> States:
    """Raises KeyError when the service class declares no log."""
    return _states[service]
