"""A relay as a process of its own, to be stopped and killed: DATABASE TOPOLOGY LEASE_SECONDS."""

import sys
from threading import Event

from kernel.database import DURABLE, MAJORITY, connect
from kernel.mongo import MongoLog
from kernel.relay import Relay
from kernel.settings import amqp_uri
from kernel.topology import Topology

database_name, name, lease_seconds = sys.argv[1:]
database = connect().get_database(database_name, read_concern=MAJORITY, write_concern=DURABLE)
relay = Relay(
    database, MongoLog(database, name), amqp_uri(), Topology(name),
    lease_seconds=float(lease_seconds),
)  # fmt: skip
relay.run(Event())
