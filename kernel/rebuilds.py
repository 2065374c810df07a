"""How far each rebuild has come, kept where everybody can read it: one document for each group."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from pymongo.errors import PyMongoError

from kernel.following import holders
from kernel.group import Group
from kernel.live import Documents
from kernel.progress import Progress

COLLECTION = "rebuilds"
READING, INDEXING = "reading", "indexing"
COMPARING, DONE, FAILED, KILLED = "comparing", "done", "failed", "killed"
OVER = (DONE, FAILED, KILLED)


@dataclass(frozen=True, slots=True)
class Rebuilds:
    """Where one rebuild says how far it is. That it cannot be said stops no rebuild."""

    database: Documents
    group: Group
    generation: int

    def begun(self) -> None:
        """Whatever is known of an earlier one is over."""
        nothing = {"done": 0, "total": 0, "rate": 0.0, "left": None, "why": ""}
        self._say({"generation": self.generation, "phase": READING, **nothing}, anew=True)

    def come(self, progress: Progress) -> None:
        read = progress.done >= progress.total
        self._say(
            {
                "phase": INDEXING if read else READING,
                "done": progress.done,
                "total": progress.total,
                "rate": progress.rate,
                "left": progress.left,
            }
        )

    def phase(self, name: str, why: str = "") -> None:
        self._say({"phase": name, "left": None, "why": why})

    def _say(self, fields: Mapping[str, Any], anew: bool = False) -> None:
        """One that was overtaken and does not know it yet says nothing any more."""
        ours = {"_id": self.group.name} | ({} if anew else {"generation": self.generation})
        change = {"$set": dict(fields), "$currentDate": {"at": True}}
        with suppress(PyMongoError):
            self.database[COLLECTION].update_one(ours, change, upsert=anew)


@contextmanager
def told_of(database: Documents, group: Group, generation: int) -> Iterator[Rebuilds]:
    """For the time of a rebuild; at its end, whether it was done."""
    rebuilds = Rebuilds(database, group, generation)
    rebuilds.begun()
    try:
        yield rebuilds
    except BaseException as error:
        rebuilds.phase(FAILED, f"{type(error).__name__}: {error}"[:300])
        raise
    rebuilds.phase(DONE)


def rebuilds(database: Documents, service: str) -> list[dict[str, Any]]:
    """Of each group of a service the last one, as JSON; `seconds_left` of reading, when known."""
    held = holders(database)
    found = database[COLLECTION].find().sort("_id").limit(100)
    return [shown(service, document, f"rebuild/{document['_id']}" in held) for document in found]


def shown(service: str, document: Mapping[str, Any], held: bool) -> dict[str, Any]:
    """Who works at it holds a lease; without one it was killed."""
    phase = document["phase"] if held or document["phase"] in OVER else KILLED
    left = document["left"] if phase == READING else None
    return {
        "group": f"{service}.{document['_id']}",
        "generation": document["generation"],
        "phase": phase,
        "why": document["why"],
        "events": document["done"],
        "of": document["total"],
        "events_per_second": round(document["rate"]),
        "seconds_left": None if left is None else round(left),
    }
