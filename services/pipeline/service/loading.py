"""Deals of the past, loaded a thousand at a time: hundreds in one commit, each with its answer."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kernel.change import create
from kernel.form import Form, identifier
from kernel.many import Many
from kernel.nameko import rpc
from kernel.patience import patiently
from kernel.refusal import NotFound, Refusal, Rejected, Unavailable, to_json
from services.pipeline import loading
from services.pipeline.events import DEFAULT
from services.pipeline.loading import Past
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.owners import OWNER, Standing, find, standing
from services.pipeline.pipelines import Version, require_newest
from services.pipeline.service.desk import Desk, Json, now
from services.pipeline.staff import STAFF
from services.rights import require_lead, require_work_on, works_on
from services.staff import inactive

MOST = 1_000
TOGETHER = 200  # deals of one commit: others have their turn between two
MANY = 500  # deals of one request: more of them will follow, and who follows the log lets them pass
ATTEMPTS = 5  # times that somebody else may load the same deals meanwhile
Answers = dict[int, Json]  # by the place of the row
Read = dict[int, tuple[Past, Version]]


class Loading(Desk):
    @rpc
    def load_opportunities(self, rows: Any) -> Json:
        require_lead(self.caller, "load deals of the past")
        with Form() as form:
            if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
                form.wrong("rows", f"must be a list of 1 to {MOST} deals")
        answers: Answers = {}
        read = self._read(rows, answers)
        self._judge(read, answers)
        for number, some in enumerate(portions(read)):
            self.log.states.log.rush(on=len(rows) >= MANY)
            self._load(some, answers, number)
        items = [{"key": key(row), **answers[place]} for place, row in enumerate(rows)]
        positions = [one["position"] for one in items if one["ok"]]
        last = max(positions, key=lambda at: int(at.rpartition(":")[2]), default=None)
        return {"items": items, "position": last}

    def _read(self, rows: Sequence[Any], answers: Answers) -> Read:
        """Of each row what it tells; a key that comes twice is refused the second time."""
        found: Read = {}
        seen: set[str] = set()
        at, versions = now(), Versions(self)
        for place, row in enumerate(rows):
            try:
                past, version = self._row(row, versions, at)
                if past.id in seen:
                    raise Rejected("key-twice", "this key stands in the same request twice")
                seen.add(past.id)
                found[place] = past, version
            except Refusal as refusal:
                answers[place] = refused(refusal)
            if not place % 25:  # a thousand rows are too many for others to wait for
                time.sleep(0)
        return found

    def _row(self, row: Any, versions: "Versions", at: Any) -> tuple[Past, Version]:
        given = row if isinstance(row, dict) else {}
        pipeline_id = identifier("pipeline", given.get("pipeline") or DEFAULT)
        version = versions.newest(pipeline_id)
        return loading.read(given, pipeline_id, version, self.caller.actor, at), version

    def _judge(self, read: Read, answers: Answers) -> None:
        """Whose deals they may be, and of which customers."""
        owners = {past.deal.owner for past, _ in read.values()} - {self.caller.actor}
        gone = inactive(self.people.collection(STAFF), owners)
        customers = self._customers(
            {past.deal.customer_id for past, _ in read.values() if past.deal.customer_id}
        )
        for place, (past, _) in list(read.items()):
            try:
                self._require(past, customers, gone)
            except Refusal as refusal:
                answers[place] = refused(refusal)
                del read[place]

    def _require(self, past: Past, customers: Mapping[str, Standing], gone: frozenset[str]) -> None:
        if past.deal.owner in gone:
            raise Rejected("person-deactivated", f"{past.deal.owner} has been deactivated")
        if not (id := past.deal.customer_id):
            return
        if not works_on(self.caller, customers[id], now()):
            require_work_on(self.caller, find(self.owners, id), id, now())

    def _customers(self, ids: set[str]) -> Mapping[str, Standing]:
        """All of them with one look; those that were entered a moment ago are waited for."""
        rows = self.owners.collection(OWNER)

        def look() -> Mapping[str, Standing]:
            found = {row["_id"]: row for row in rows.find({"_id": {"$in": sorted(ids)}})}
            return {id: standing(found.get(id)) for id in ids}

        return patiently(
            look,
            lambda found: all(works_on(self.caller, one, now()) for one in found.values()),
            self.patience if ids else 0,
            self.heard.wait,
            sure=self.heard.sure,
        )

    def _load(self, some: Read, answers: Answers, number: int) -> None:
        """Those that are new, in one commit; which are, may have to be looked at again."""
        for attempt in range(ATTEMPTS):
            known = self.log.states.load_many([(OPPORTUNITY, past.id) for past, _ in some.values()])
            fresh: Read = {}
            for (place, pair), loaded in zip(some.items(), known, strict=True):
                if loaded.version:
                    answers[place] = self._answer(pair[0].id, loaded.last, already=True)
                else:
                    fresh[place] = pair
            try:
                return self._write(fresh, answers, f"{number}.{attempt}")
            except Rejected:  # somebody else has just loaded some of them
                some = fresh
        raise Unavailable("busy", "others load the same deals", retry_after=1)

    def _write(self, fresh: Read, answers: Answers, step: str) -> None:
        if not fresh:
            return
        by = self.caller.actor
        context = replace(self.caller, command_id=f"{self.log.context.command_id}/{step}")
        context = replace(context, fingerprint=self.log.context.fingerprint)
        changes = [
            create(OPPORTUNITY, past.id, told, loading.history(past, version, by))
            for past, version in fresh.values()
        ]
        receipt = Many(self.log.states, context).commit(*changes)
        for place, (past, _) in fresh.items():
            answers[place] = self._answer(past.id, receipt.position, already=False)

    def _answer(self, id: str, position: int, already: bool) -> Json:
        at = f"{self.log.states.log.source}:{position}"
        return {"id": id, "ok": True, "already": already, "position": at}


class Versions:
    """The newest version of each pipeline, looked up once for a request."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.known: dict[str, Version] = {}

    def newest(self, pipeline_id: str) -> Version:
        if pipeline_id not in self.known:
            pipeline = self.desk._pipeline(pipeline_id, 1)
            self.known[pipeline_id] = require_newest(pipeline, pipeline_id)
        return self.known[pipeline_id]


def told(state: Any, events: Sequence[Any]) -> Sequence[Any]:
    """It has been decided elsewhere, long ago."""
    return events


def portions(read: Read) -> Iterator[Read]:
    places = list(read)
    for first in range(0, len(places), TOGETHER):
        yield {place: read[place] for place in places[first : first + TOGETHER]}


def refused(refusal: Refusal) -> Json:
    if isinstance(refusal, NotFound) and refusal.fields.get("what") == "customer":
        refusal.fields["field"] = "customer_id"
    return {"id": None, "ok": False, "problem": to_json(refusal)}


def key(row: Any) -> str | None:
    found = row.get("key") if isinstance(row, dict) else None
    return found if isinstance(found, str) else None
