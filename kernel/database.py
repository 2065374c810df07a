"""How every process reaches MongoDB: majority reads and journalled majority writes, with limits."""

from typing import Any

from pymongo import MongoClient, ReadPreference
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from kernel.settings import database_name, mongo_uri

Document = dict[str, Any]
DURABLE = WriteConcern(w="majority", j=True)
MAJORITY = ReadConcern("majority")
LIMIT_SECONDS = 5.0  # of one operation; a partitioned server must not hold a caller for longer


def connect(uri: str | None = None) -> MongoClient[Document]:
    """One client per process, made after any monkey patching. It connects in the background."""
    return MongoClient(
        uri or mongo_uri(),
        tz_aware=True,
        connectTimeoutMS=2_000,
        serverSelectionTimeoutMS=3_000,
        socketTimeoutMS=20_000,
        maxPoolSize=50,
        maxIdleTimeMS=60_000,  # to a node that leads no more, none has to stay open
        waitQueueTimeoutMS=3_000,
    )


def service_database(client: MongoClient[Document], service: str) -> Database[Document]:
    """The database that this service alone reads and writes."""
    return client.get_database(
        database_name(service),
        read_concern=MAJORITY,
        write_concern=DURABLE,
        read_preference=ReadPreference.PRIMARY,
    )
