"""The process that keeps one group of read models up to date."""

from threading import Event

from kernel.database import connect, service_database
from kernel.engine import Engine
from kernel.faithful import Faithful, standing
from kernel.group import Group
from kernel.renewing import renew
from kernel.settings import amqp_uri
from kernel.status import Status
from kernel.subscription import Fetch
from kernel.worker import Worker


def run(
    group: Group, stop: Event, fetch: Fetch, patient: Fetch, status: Status | None = None
) -> None:
    """Until `stop` is set; several processes may run, one of them works.

    By `fetch` the rows are built, by the `patient` one they are kept up to date.
    """
    client = connect()
    try:
        database = service_database(client, group.service)
        status = status or Status()
        status.rebuilding = True
        renew(database, group, fetch, stop, status.waits)
        status.rebuilding, status.error = False, ""
        faithful = Faithful(patient, database, lambda: standing(database, group))
        Worker(amqp_uri(), database, Engine(database, group), faithful, stop, status).run()
    finally:
        client.close()
