"""A worker in a process of its own, for tests that kill it: plain threads, or greenlets."""

import sys


def main(mode: str, database: str, topology: str) -> None:
    if mode == "green":
        import eventlet

        eventlet.monkey_patch()  # before anything else takes a lock
    from threading import Event

    from kernel.database import connect
    from kernel.engine import Engine
    from kernel.settings import amqp_uri
    from kernel.topology import Topology
    from kernel.worker import Worker
    from tests.game import group
    from tests.integration.projection.long_history import fetch

    where = connect()[database]
    engine = Engine(where, group(topology))
    Worker(amqp_uri(), where, engine, fetch, Event(), topology=Topology(topology), ttl=1.0).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
