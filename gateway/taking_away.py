"""A whole list begun on behalf of somebody: asked for, recorded, and on its way."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from pymongo.errors import PyMongoError
from uuid6 import uuid7

from gateway.asked import Asked
from gateway.callers import Callers
from gateway.export import EXPORT, begin, end
from gateway.export_columns import (
    COMMITMENTS,
    CUSTOMERS,
    FOLLOW_UPS,
    OPPORTUNITIES,
    Column,
    columns,
    own_fields,
)
from gateway.exported import Ended, Export, taken
from gateway.organising import Organising
from kernel.change import change
from kernel.commits import Commits
from kernel.nameko import remote
from kernel.refusal import Refusal
from kernel.settings import time_zone

SECONDS = 3_600.0  # for all of it
CALL_SECONDS = 10.0  # for a page
LISTS: Mapping[str, tuple[str, ...]] = {
    "customers": CUSTOMERS, "follow-ups": FOLLOW_UPS, "opportunities": OPPORTUNITIES,
    "commitments": COMMITMENTS,
}  # fmt: skip
PEOPLE = {"customers": "owners", "follow-ups": "people"}  # what a list calls those of a team

logger = structlog.get_logger(__name__)


class TakingAway(Organising):
    analytics = remote("analytics")
    callers: Callers

    def _taken_away(
        self, asked: Asked, of: str, format: str = "", for_excel: bool = False
    ) -> Export:
        """The first page is there, or refused, before anything is recorded or answered."""
        query, id = dict(asked.query), str(uuid7())
        format = format or query.pop("format", "jsonl")
        for_excel = for_excel or query.pop("bom", None) == "true"
        after = query.pop("after", None)
        sought = self._wanted(of, query)

        def ask(**page: Any) -> Any:
            read = self.analytics.within(CALL_SECONDS).export
            return read(of=of.replace("-", "_"), asked=sought, **page)

        first = ask(after=after)
        told = self._columns(of) if format != "jsonl" else []
        pages = taken(first, ask, lambda: self._still(asked), self._ended(id))
        self._begun(asked, id, of, format, query, first["positions"])
        return Export(id, of, format, first["positions"], pages, told, for_excel)

    def _wanted(self, of: str, query: Mapping[str, Any]) -> dict[str, Any]:
        """With the people of a team that is named; NotFound when there is none."""
        sought = dict(query)
        if team := sought.pop("team", None):
            sought[PEOPLE[of]] = sorted(self._organisation().members(team))
        return sought

    def _columns(self, of: str) -> list[Column]:
        found = columns(LISTS[of], ZoneInfo(time_zone()))
        if of == "customers":
            found += own_fields(self.analytics.within(CALL_SECONDS).definitions()["items"])
        return found

    def _still(self, asked: Asked) -> bool:
        """Whether who was let in would be let in now, to this."""
        who = asked.caller
        if who is None or not self.callers.still(who):
            return False
        return who.program or self.callers.admit(who).exports

    def _begun(
        self, asked: Asked, id: str, of: str, format: str, query: Any, as_of: list[str]
    ) -> None:
        who, filters = asked.context, json.dumps(query, sort_keys=True, ensure_ascii=False)
        at, seen = datetime.now(UTC), (who.visibility, tuple(as_of))
        self.log.commit(change(EXPORT, id, begin, id, of, format, filters, *seen, who.actor, at))

    def _ended(self, id: str) -> Ended:
        """Recorded as a command of its own; that it cannot be is no reason to break off."""
        log = Commits(self.log.states, replace(self.log.context, command_id=f"{id}/ended"))

        def ended(rows: int, whole: bool) -> None:
            try:
                log.commit(change(EXPORT, id, end, id, rows, whole, datetime.now(UTC)))
            except (Refusal, PyMongoError) as error:
                logger.warning("the end of an export was not recorded", error=repr(error))

        return ended
