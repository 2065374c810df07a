"""Running deals that are moved to another version of their pipeline, one batch with one request."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel import Forbidden
from kernel.change import Change, change, expecting
from kernel.form import Form, identifier
from kernel.many import Many
from kernel.nameko import rpc
from kernel.refusal import Rejected, Stale, Unavailable
from kernel.states import Loaded
from services.pipeline import migrating
from services.pipeline.heard import RUNNING
from services.pipeline.migrating import MIGRATION
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.pipelines import PIPELINE, Version
from services.pipeline.service.desk import Desk, Json, now
from services.rights import require_lead

MOST = 500  # deals of one batch
MOST_STAGES = 100
LONGEST_STAGE = 64
ATTEMPTS = 10  # times that somebody may change one of them meanwhile
Mapped = Mapping[str, str]


class Migrating(Desk):
    @rpc
    def migrate_pipeline(
        self,
        pipeline_id: str,
        mapping: Any = None,
        version: int | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        with Form() as form:
            mapped = read_mapping(form, mapping)
            after = form.maybe_text("cursor", cursor, LONGEST_STAGE) or ""
            wanted = form.maybe_version("version", version)
            size = min(form.maybe_version("limit", limit) or MOST, MOST)
        self._require_all_seen()
        id = identifier("pipeline", pipeline_id)
        pipeline = self.log.states.newest(PIPELINE, id)
        target = migrating.require_target(pipeline, id, wanted)
        migrating.require_mapping(mapped, target, pipeline, id)
        if after:
            migrating.require_cursor(self._deal(after, fresh=True), id)
        else:  # deals that were opened just now are among those that are looked at
            self.told.wait("pipeline", self.log.states.log.head())
        ids = self._running(id, after, size)
        answer = self._until_nobody_is_faster(id, mapped, target, ids, after)
        return answer | {"next": ids[-1] if len(ids) == size else None, "looked_at": len(ids)}

    def _require_all_seen(self) -> None:
        require_lead(self.caller, "move deals to another version")
        if not self.caller.sees_all:
            says = "who sees all deals moves them: else some would be left behind unseen"
            raise Forbidden("not-all-seen", says)

    def _running(self, pipeline_id: str, after: str, size: int) -> list[str]:
        wanted = {"pipeline_id": pipeline_id, "_id": {"$gt": after}}
        found = self.told.collection(RUNNING).find(wanted, sort=[("_id", 1)], limit=size)
        return [row["_id"] for row in found]

    def _until_nobody_is_faster(
        self, id: str, mapped: Mapped, target: Version, ids: Sequence[str], after: str
    ) -> Json:
        for attempt in range(ATTEMPTS):
            try:
                return self._move(id, mapped, target, ids, after, attempt)
            except (Rejected, Stale):
                continue
        raise Unavailable("busy", "others change the same deals all the time", retry_after=1)

    def _move(
        self,
        id: str,
        mapped: Mapped,
        target: Version,
        ids: Sequence[str],
        after: str,
        attempt: int,
    ) -> Json:
        loaded = self.log.states.load_many([(OPPORTUNITY, one) for one in ids])
        deals = dict(zip(ids, loaded, strict=True))
        stay = {one: migrating.stays(at.state, mapped, target) for one, at in deals.items()}
        going = [one for one in ids if stay[one] is None]
        kept = [
            {"opportunity_id": one, "reason": why, "stage": deals[one].state.stage}
            for one, why in stay.items()
            if why == "stage-not-mapped"
        ]
        position = self._write_batch(id, mapped, target, deals, going, after) if going else None
        return {"moved": len(going), "kept": kept, "position": position}

    def _write_batch(
        self,
        id: str,
        mapped: Mapped,
        target: Version,
        deals: Mapping[str, Loaded],
        going: Sequence[str],
        after: str,
    ) -> str:
        by, at = self.caller.actor, now()
        batch = (id, target, mapped, list(deals), after, len(going), by, at)
        told = change(MIGRATION, id, migrating.tell, *batch)
        moves: list[Change[Any, Any]] = [
            expecting(
                deals[one].version,
                change(OPPORTUNITY, one, migrating.migrate, mapped, target, by, at),
            )
            for one in going
        ]
        known = {OPPORTUNITY.stream(one): deals[one] for one in going}
        first = self.log.states.load(MIGRATION, id, fresh=False)
        log = Many(self.log.states, self.log.context, known | {told.stream: first})
        receipt = log.commit(told, *moves)
        return f"{receipt.source}:{receipt.position}"


def read_mapping(form: Form, mapping: Any) -> dict[str, str]:
    """Stage by stage; one that is not named becomes the one of the same id."""
    given = [] if mapping is None else mapping
    if not isinstance(given, list) or len(given) > MOST_STAGES:
        form.wrong("mapping", f"must be a list of at most {MOST_STAGES}")
        return {}
    found: dict[str, str] = {}
    for place, one in enumerate(given):
        told = one if isinstance(one, dict) else {}
        was = form.text(f"mapping.{place}.was", told.get("was"), LONGEST_STAGE)
        if was in found:
            form.wrong(f"mapping.{place}.was", "is named twice")
        found[was] = form.text(f"mapping.{place}.to", told.get("to"), LONGEST_STAGE)
    return found
