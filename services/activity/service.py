"""The activity service, as the gateway calls it: time and ids enter here."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from kernel.change import change
from kernel.form import Form, identifier
from kernel.nameko import Feed, caller, log, rows, rpc, subscribe
from kernel.patience import LONGEST, patiently
from services.activity import contact, rights
from services.activity.contact import CHANNELS, CONTACT, FollowUp
from services.activity.events import UPCASTS, Event
from services.activity.owners import OWNERS, Standing, find, holding
from services.activity.reactions import REACTIONS

LONGEST_OUTCOME = 200
LONGEST_NOTE = 10_000

Json = dict[str, Any]


class ActivityService(Feed):
    name = "activity"

    log = log(Event, UPCASTS)
    caller = caller()
    owners = rows(OWNERS)
    heard = subscribe(OWNERS)
    reacting = subscribe(REACTIONS)
    patience = LONGEST

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
        """The follow-up's id comes from the command's, so that a repeated one answers the same."""
        id, customer = (
            str(uuid5(NAMESPACE_OID, self.caller.command_id)),
            self._standing(customer_id, entered_at),
        )
        made = change(
            CONTACT, customer_id, contact.log, self.caller, customer,
            id, customer_id, follow_up, entered_at,
        )  # fmt: skip
        return replace(self.log.commit(made), id=id).to_json()

    def _standing(self, customer_id: str, at: datetime) -> Standing:
        """A no is believed when the read model has had time to hear the news."""
        allowed = partial(rights.works_on, self.caller, at=at)
        found = patiently(
            lambda: holding(self.owners, customer_id),
            allowed,
            self.patience,
            partial(self.heard.wait_for, customer_id),
            sure=self.heard.sure,
        )
        return found if allowed(found) else find(self.owners, customer_id)


def now() -> datetime:
    return datetime.now(UTC)
