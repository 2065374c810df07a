"""Customers that go up and down the ladder, one by one and many with one request."""

from collections.abc import Sequence
from typing import Any

from kernel.change import change
from kernel.commits import Commits
from kernel.form import Form, identifier
from kernel.nameko import at_start, rpc
from kernel.patience import patiently
from kernel.rowwise import read_ids, row_by_row
from kernel.settings import batch_limit as limit_of_batches
from services.pipeline import ladder, rights
from services.pipeline.ladder import LADDER
from services.pipeline.owners import holding
from services.pipeline.service.desk import Desk, Json, now
from services.rights import require_staff

LONGEST_REASON = 1_000


class Climbing(Desk):
    batch_limit = at_start(limit_of_batches)

    @rpc
    def stage(
        self, customer_id: str, to: str, reason: str | None = None, was: str | None = None
    ) -> Json:
        with Form() as form:
            to = form.choice("to", to, ladder.CHOICES)
            reason = form.maybe_text("reason", reason, LONGEST_REASON)
            was = None if was is None else form.choice("was", was, ladder.RUNGS)
        return self._climb(self.log, customer_id, to, reason, was)

    @rpc
    def stage_many(
        self, ids: Any, to: str, reason: str | None = None, was: str | None = None
    ) -> Json:
        """Each a command of its own, with an answer of its own."""
        require_staff(self.caller)
        with Form() as form:
            ids = read_ids(form, ids, self.batch_limit)
            to = form.choice("to", to, ladder.CHOICES)
            reason = form.maybe_text("reason", reason, LONGEST_REASON)
            was = None if was is None else form.choice("was", was, ladder.RUNGS)

        def climb(log: Commits, id: str) -> Json:
            return self._climb(log, id, to, reason, was, patience=0)

        self._hear(ids)
        return row_by_row(self.log, ids, climb)

    def _climb(
        self,
        log: Commits,
        customer_id: str,
        to: str,
        reason: str | None,
        was: str | None,
        patience: float | None = None,
    ) -> Json:
        id = identifier("customer", customer_id)
        customer = self._standing(id, rights.climbs, patience)
        made = change(LADDER, id, ladder.move, self.caller, customer, id, to, reason, now(), was)
        return log.commit(made).to_json()

    def _hear(self, ids: Sequence[str]) -> None:
        """Wait for the news of all of them together, not of one after the other."""
        patiently(
            lambda: [holding(self.owners, id) for id in ids],
            lambda found: all(rights.climbs(self.caller, one, now()) for one in found),
            self.patience,
            self.heard.wait,
            sure=self.heard.sure,
        )
