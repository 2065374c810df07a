"""How every process reaches MongoDB: majority reads and journalled majority writes, with limits."""

from typing import Any

from pymongo import MongoClient, ReadPreference
from pymongo.database import Database
from pymongo.errors import InvalidURI
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from kernel.settings import database_name, mongo_uri

Document = dict[str, Any]
DURABLE = WriteConcern(w="majority", j=True)
MAJORITY = ReadConcern("majority")
LIMIT_SECONDS = 5.0  # of one operation; a partitioned server must not hold a caller for longer


class Unreadable(ValueError):
    """An operator's slip, told without a piece of the password."""


def connect(uri: str | None = None) -> MongoClient[Document]:
    """One client per process, made after any monkey patching. It connects in the background."""
    return client(
        uri or mongo_uri(),
        connectTimeoutMS=2_000,
        serverSelectionTimeoutMS=3_000,
        socketTimeoutMS=20_000,
        maxPoolSize=50,
        maxIdleTimeMS=60_000,  # to a node that leads no more, none has to stay open
        waitQueueTimeoutMS=3_000,
    )


def client(uri: str, **options: Any) -> MongoClient[Document]:
    """TLS is said in the URI: `tls=true&tlsCAFile=…&tlsCertificateKeyFile=…`. Unreadable."""
    try:
        return MongoClient(uri, tz_aware=True, **options)
    except InvalidURI:
        raise Unreadable(
            "MONGO_URI is none: it begins with mongodb://, and / : @ ? of a password are written"
            " as %2F %3A %40 %3F"
        ) from None


def service_database(client: MongoClient[Document], service: str) -> Database[Document]:
    """The database that this service alone reads and writes."""
    return client.get_database(
        database_name(service),
        read_concern=MAJORITY,
        write_concern=DURABLE,
        read_preference=ReadPreference.PRIMARY,
    )
