"""All webhooks as an operator sees them: read straight from the database, whatever runs or not."""

from collections.abc import Mapping
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from gateway.events import UPCASTS
from gateway.events import Event as Events
from gateway.sending import LEASE
from gateway.sending.standing import Shelf, Standing
from gateway.webhook_remembered import COMPANY, WEBHOOKS
from gateway.webhook_shown import shown
from gateway.webhook_words import standing
from kernel.codec import Codec, UnknownEvent
from kernel.database import service_database
from kernel.following import holders
from kernel.live import durable
from kernel.mongo import MongoLog
from kernel.overview import server_time
from kernel.refusal import Refusal
from kernel.states import States

Client = MongoClient[dict[str, Any]]


def webhooks(client: Client, heads: Mapping[str, int]) -> dict[str, Any]:
    """Nothing where they cannot be read: the sender cannot read them either, and says why."""
    try:
        return looked_at(client, heads)
    except (PyMongoError, Refusal, UnknownEvent):
        return {}


def looked_at(client: Client, heads: Mapping[str, int]) -> dict[str, Any]:
    database = durable(service_database(client, "gateway"))
    states = States(MongoLog(database, "gateway"), Codec(Events, UPCASTS))
    hooks = states.newest(WEBHOOKS, COMPANY)
    stands = Shelf(database).load_all(hooks.known)
    told = [shown(hook, stands.get(id, Standing())) for id, hook in hooks.known.items()]
    sender = holders(database).get(LEASE, "")
    return standing(told, sender, heads, server_time(client))
