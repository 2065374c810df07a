"""How follow-ups are logged."""

from dataclasses import replace
from datetime import datetime

from kernel.change import change
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.activity import contact, rights
from services.activity.contact import CHANNELS, CONTACT, FollowUp
from services.activity.service.desk import Json, now
from services.activity.service.planning import Planning

LONGEST_OUTCOME = 200
LONGEST_NOTE = 10_000


class FollowingUp(Planning):
    @rpc
    def log_follow_up(
        self,
        customer_id: str,
        channel: str,
        outcome: str,
        note: str | None = None,
        next_contact_at: str | None = None,
        author: str | None = None,
        at: str | None = None,
    ) -> Json:
        entered_at = now()
        with Form() as form:
            happened = form.maybe_past("at", at, entered_at)
            named = form.maybe_person("author", author)
            follow_up = FollowUp(
                author=named or self.caller.actor,
                channel=form.choice("channel", channel, CHANNELS),
                outcome=form.text("outcome", outcome, LONGEST_OUTCOME),
                note=form.maybe_text("note", note, LONGEST_NOTE, lines=True) or "",
                next_contact_at=form.maybe_time("next_contact_at", next_contact_at),
                at=happened,
            )
        rights.require_may_import(self.caller, named, happened)
        return self._log(identifier("customer", customer_id), follow_up, entered_at)

    def _log(self, customer_id: str, follow_up: FollowUp, entered_at: datetime) -> Json:
        id, customer = self._made(), self._standing(customer_id, entered_at)
        made = change(
            CONTACT, customer_id, contact.log, self.caller, customer,
            id, customer_id, follow_up, entered_at,
        )  # fmt: skip
        changes = [made]
        if follow_up.channel == "visit":
            at = follow_up.at or entered_at
            changes.append(self._closing(follow_up.author, customer_id, id, at))
        return replace(self.log.commit(*changes), id=id).to_json()
