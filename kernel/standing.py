"""How the whole system stands, for people: what lags, what waits, how it grows, until when.

Read from the databases alone, whatever they hold: no group and no event has to be known here.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta

from pymongo.errors import PyMongoError

from kernel.database import service_database
from kernel.live import FIRST, Documents
from kernel.outlook import (
    Json,
    Sample,
    days_left,
    disk_words,
    growth,
    growth_words,
)
from kernel.overview import Client, log_facts, server_time
from kernel.rebuilds import rebuilds
from kernel.samples import keep, kept, services, take
from kernel.standing_words import calm_words, lag_words, log_words, rebuild_words

WEEK = timedelta(days=7)  # growth is told over so long
KEEPER = "analytics"  # whose database has the history of growth


def look(client: Client) -> Sample:
    """Kept, that growth can be told later; a disk that takes no more must not hide itself."""
    sample = take(client, server_time(client))
    with suppress(PyMongoError):
        keep(service_database(client, KEEPER), sample)
    return sample


def standing(client: Client) -> Json:
    """As JSON."""
    sample = look(client)
    now, ours = sample.at, service_database(client, KEEPER)
    history = [*kept(ours, now - WEEK), sample]
    known = {name: service_database(client, name) for name in services(client)}
    logs = [asdict(log_facts(known[name], name, now)) for name in sample.events]
    behind = [line for own in known.items() for line in lagging(*own, sample)]
    built = [one for name, database in known.items() for one in rebuilds(database, name)]
    words = [*log_words(logs), *lag_words(behind), *rebuild_words(built)]
    words += () if any(one["level"] != "well" for one in words) else [calm_words(logs, behind)]
    return told(now, logs, behind, built, words, sample, history)


def told(
    now: datetime,
    logs: list[Json],
    behind: list[Json],
    built: list[Json],
    words: list[Json],
    sample: Sample,
    history: list[Sample],
) -> Json:
    grown = growth(history)
    left = days_left(sample, grown)
    words = [*words, disk_words(sample, grown), growth_words(grown)]
    worst = max((one["level"] for one in words), key=("well", "look", "act").index)
    return {
        "at": now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "level": worst,
        "sentences": sorted(words, key=lambda one: ("act", "look", "well").index(one["level"])),
        "logs": [{name: log[name] for name in LOG} for log in logs],
        "read_models": behind,
        "rebuilds": built,
        "storage": {
            "data_bytes": sample.data,
            "disk_used_bytes": sample.used,
            "disk_total_bytes": sample.total,
            "events_per_day": round(sum(grown.events.values())) if grown.seconds else None,
            "bytes_per_day": round(grown.disk) if grown.seconds else None,
            "days_until_full": None if left is None else round(left, 1),
        },
    }


LOG = ("source", "head", "published", "unpublished", "seconds")


def lagging(service: str, database: Documents, sample: Sample) -> Iterator[Json]:
    """Every live checkpoint of one service, and how many events it has still before it."""
    live = {one["_id"]: one.get("live", FIRST) for one in database["generations"].find()}
    for found in database["checkpoints"].find().sort("_id", 1):
        name, _, number = found["_id"].rpartition(".g")
        if not number.isdecimal() or live.get(name, FIRST) != int(number):
            continue
        stands = found.get("positions", {})
        ahead = {source: sample.events.get(source, 0) - at for source, at in stands.items()}
        waiting = database["parked"].count_documents(
            {"checkpoint": found["_id"], "dropped": {"$exists": False}}
        )
        yield {
            "group": f"{service}.{name}",
            "behind": sum(max(0, more) for more in ahead.values()),
            "parked": waiting,
        }
