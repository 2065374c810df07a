"""Three logs with one history, and everybody who follows them told that he has seen it all."""

from collections.abc import Mapping

from bench.history import climbed, followed_up, with_claims
from bench.seed import fill
from kernel.database import connect, service_database
from kernel.live import FIRST, checkpoint_id
from kernel.mongo import MongoLog
from kernel.settings import setting
from kernel.term import NAME
from services.activity.deals_heard import DEALS_HEARD
from services.activity.handing_on import HANDING_ON
from services.activity.reactions import REACTIONS as ACTIVITY
from services.pipeline.reactions import REACTIONS as PIPELINE


def fill_logs(customers: int) -> dict[str, int]:
    """Where each log ends."""
    everybody = range(customers)
    secret = setting("GUANXI_IDENTITY_KEY").encode()
    histories = {
        "customer": with_claims(everybody, secret),
        "pipeline": climbed(everybody),
        "activity": followed_up(everybody),
    }
    heads = {}
    with connect() as client:
        for source, drafts in histories.items():
            log = MongoLog(service_database(client, source), source)
            log.create_indexes()
            heads[source] = fill(log.collection, drafts)
    return heads


def settle(heads: Mapping[str, int]) -> None:
    """Relays have published it and reactions have reacted: it was long ago."""
    with connect() as client:
        for source, end in heads.items():
            cursors = service_database(client, source)["cursors"]
            cursors.insert_one({"_id": NAME, "epoch": 0, "position": end})
        for reactions in (ACTIVITY, HANDING_ON, DEALS_HEARD, PIPELINE):
            positions = {source: heads[source] for source in reactions.sources}
            service_database(client, reactions.service)["checkpoints"].insert_one(
                {"_id": checkpoint_id(reactions.name, FIRST), "positions": positions, "rev": 1}
            )
