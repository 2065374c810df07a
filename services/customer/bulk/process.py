"""One import, in a process of its own: `python -m services.customer.bulk.process`.

Reading, deciding and writing a hundred thousand rows takes a processor for a while; here nobody's
command waits for its turn behind them. (It is no less urgent than other processes: those that
follow the log would take all there is.) Somebody else's file is what may break a parser, or want
more memory than there is: the service does not notice. Which import it is comes as JSON on standard
input.
"""

import resource
import sys
from collections.abc import Iterable, Sequence
from threading import Event
from typing import Any

import structlog
from pymongo.database import Database
from pymongo.errors import PyMongoError

from kernel import apart, logging
from kernel.codec import Codec
from kernel.database import Document, connect, service_database
from kernel.mongo import MongoLog
from kernel.refusal import Refusal
from kernel.rows import Rows
from kernel.states import States
from services.customer import settings, worked_on
from services.customer.bulk.office import office
from services.customer.bulk.working import Working
from services.customer.events import UPCASTS
from services.customer.events import Event as CustomerServiceEvent
from services.customer.heard import HEARD
from services.customer.returns import HELD
from services.customer.staff import PEOPLE, STAFF
from services.staff import inactive, strangers

SERVICE = "customer"
MEMORY = 3 << 30  # bytes of address space

logger = structlog.get_logger(__name__)


def working(database: Database[Document]) -> Working:
    heard, people = Rows(database, HEARD), Rows(database, PEOPLE)

    def elsewhere(ids: Sequence[str]) -> dict[str, str]:
        return worked_on.on(heard.collection(HELD), ids)

    def gone(named: Iterable[str]) -> frozenset[str]:
        return inactive(people.collection(STAFF), named)

    def unknown(named: Iterable[str]) -> frozenset[str]:
        return strangers(people.collection(STAFF), named)

    states = States(MongoLog(database, SERVICE, bulk=True), Codec(CustomerServiceEvent, UPCASTS))
    return Working(states, settings.read(), office(database), elsewhere, gone, unknown)


def work(asked: dict[str, Any], over: Event) -> dict[str, Any]:
    client = connect()
    try:
        working(service_database(client, SERVICE)).work(asked["id"], over)
    except (Refusal, PyMongoError) as error:  # as it is, it can be gone on with
        logger.warning("an import waits", import_id=asked["id"], error=repr(error))
    return {"done": True}


def main() -> int:
    logging.configure(f"{SERVICE} import")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return apart.serve(work)


if __name__ == "__main__":
    sys.exit(main())
