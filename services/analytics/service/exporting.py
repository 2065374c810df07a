"""Whole lists, page by page as of one moment, for who takes them away."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.form import identifier
from kernel.nameko import rpc
from services.analytics import exports
from services.analytics.asker import asker
from services.analytics.exports import EXPORTS
from services.analytics.freshness import caught_up
from services.analytics.moments import at_moment
from services.analytics.parameters import LONGEST_PAGE, one_of, wrong
from services.analytics.service.desk import Desk, now

Answer = dict[str, Any]
After = Sequence[str] | None
LISTS = ("customers", "follow_ups", "opportunities", "commitments")


class Exporting(Desk):
    @rpc
    def export(
        self,
        of: str,
        asked: Mapping[str, Any],
        limit: int | None = None,
        cursor: str | None = None,
        moment: str | None = None,
        after: After = None,
    ) -> Answer:
        """A page of a list, by that list's own method: same rights, filters and masks.

        `moment` is to be given back with `cursor`; `positions` are what the rows contain.
        """
        read = getattr(self, one_of("of", of, LISTS))
        if not isinstance(asked, Mapping):
            raise wrong("asked", "is what the list is asked for")
        caught_up(self.lists, after)
        with at_moment(self.lists, moment) as then:
            self.lists = then  # of this one call: each has a service object of its own
            page = read(**asked, limit=limit or LONGEST_PAGE, cursor=cursor)
            known = then.positions() if moment is None else {}
            positions = [f"{source}:{at}" for source, at in sorted(known.items())]
            return {**page, "moment": then.text(), "positions": positions}

    @rpc
    def exports(
        self, limit: int | None = None, cursor: str | None = None, after: After = None
    ) -> Answer:
        rows = caught_up(self.figures, after).collection(EXPORTS)
        return exports.exports(rows, self._whose(), limit, cursor)

    @rpc
    def read_export(self, export_id: str, after: After = None) -> Answer:
        rows = caught_up(self.figures, after).collection(EXPORTS)
        return exports.read_export(rows, self._whose(), identifier("export", export_id))

    def _whose(self) -> dict[str, Any]:
        asker(self.caller, now())
        return exports.seen(self.caller.actor, self.caller.role)
