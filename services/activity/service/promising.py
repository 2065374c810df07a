"""How commitments are kept, broken, postponed, and given to others."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from kernel.change import change
from kernel.form import Form, identifier
from kernel.nameko import rpc
from kernel.refusal import NotFound
from services.activity import commitment, heard_of, references
from services.activity.commitment import COMMITMENTS
from services.activity.contact import CONTACT
from services.activity.events import (
    CommitmentBroken,
    CommitmentEvent,
    CommitmentKept,
    CommitmentPostponed,
    CommitmentReassigned,
)
from services.activity.service.desk import Json, now
from services.activity.service.referring import Referring, unless
from services.activity.watching import News

LONGEST = 1_000  # characters of a note or reason


class Promising(Referring):
    @rpc
    def keep_commitment(self, commitment_id: str, note: str | None = None) -> Json:
        at = now()
        with Form() as form:
            note = form.maybe_text("note", note, LONGEST, lines=True)
        return self._settle(commitment_id, at, CommitmentKept, commitment.keep, self._day(at), note)

    @rpc
    def break_commitment(self, commitment_id: str, reason: str) -> Json:
        with Form() as form:
            reason = form.text("reason", reason, LONGEST, lines=True)
        return self._settle(commitment_id, now(), CommitmentBroken, commitment.break_off, reason)

    @rpc
    def postpone_commitment(
        self, commitment_id: str, due_on: str, reason: str | None = None
    ) -> Json:
        at = now()
        with Form() as form:
            day = form.maybe_day("due_on", due_on)
            if due_on is None:
                form.wrong("due_on", "must be a day, as 2026-01-31")
            reason = form.maybe_text("reason", reason, LONGEST, lines=True)
        return self._settle(
            commitment_id, at, CommitmentPostponed, commitment.postpone, day, reason, self._day(at)
        )

    @rpc
    def reassign_commitment(self, commitment_id: str, to: str) -> Json:
        with Form() as form:
            to = form.person("to", to)
        decide = unless(self._wrong_people(to), commitment.reassign)
        return self._settle(commitment_id, now(), CommitmentReassigned, decide, to)

    def _settle(
        self,
        commitment_id: str,
        at: datetime,
        what: type[CommitmentEvent],
        decide: Callable[..., Sequence[CommitmentEvent]],
        *told: Any,
    ) -> Json:
        """Answers with the id of the commitment; the version is that of all of the customer's."""
        id = identifier("commitment", commitment_id)
        row = self._patiently(id, lambda: references.commitment(self.heard, id), bool)
        if not row:
            raise NotFound(what="commitment", id=id)
        customer_id = row["customer_id"]
        asked = commitment.Asked(
            self.caller, self._standing(customer_id, at, self._may(customer_id, id, at)),
            customer_id, id, at,
        )  # fmt: skip
        made = change(COMMITMENTS, customer_id, decide, asked, *told)
        news = News(customer_id, what.__name__, self.caller.actor, at, at)
        telling = change(CONTACT, customer_id, heard_of.news, news)
        return self.log.commit(made, telling).to_json() | {"id": id}

    def _may(self, customer_id: str, id: str, at: datetime) -> Callable[[Any], bool]:
        """Whose commitment it is need not wait for news of the customer."""
        state = self.log.states.newest(COMMITMENTS, customer_id)
        return lambda customer: commitment.touches(state, self.caller, customer, id, at)
