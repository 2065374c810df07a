"""How follow-ups are logged."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from kernel.change import change
from kernel.form import Form, identifier
from kernel.nameko import rpc
from kernel.refusal import Refusal
from services.activity import commitment, contact, new_deal, rights, saying
from services.activity.commitment import COMMITMENTS
from services.activity.contact import CONTACT, FollowUp
from services.activity.owners import Standing
from services.activity.service.desk import Json, now
from services.activity.service.planning import Planning
from services.activity.service.referring import Referring, unless
from services.rights import works_on


class FollowingUp(Referring, Planning):
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
        needs: str | None = None,
        discussed: str | None = None,
        market_info: str | None = None,
        promises: Sequence[Json] | None = None,
        contacts: Sequence[str] | None = None,
        opportunity_id: str | None = None,
        new_opportunity: Json | None = None,
        reached: bool | None = None,
    ) -> Json:
        entered_at = now()
        given = {
            "channel": channel, "outcome": outcome, "note": note, "needs": needs,
            "next_contact_at": next_contact_at, "discussed": discussed, "contacts": contacts,
            "market_info": market_info, "opportunity_id": opportunity_id, "reached": reached,
        }  # fmt: skip
        with Form() as form:
            happened = form.maybe_past("at", at, entered_at)
            named = form.maybe_person("author", author)
            who = named or self.caller.actor
            promised = saying.promises(form, promises, who, self._promise_id)
            said = saying.whole(form, given)
            opens = new_deal.read(form, new_opportunity, self._made("/opportunity"))
            if opens and said["opportunity_id"]:
                form.wrong("new_opportunity", "name a deal that there is or a new one, not both")
        rights.require_may_import(self.caller, named, happened)
        follow_up = FollowUp(author=who, at=happened, promises=promised, opens=opens, **said)
        return self._log(identifier("customer", customer_id), follow_up, entered_at)

    def _log(self, customer_id: str, follow_up: FollowUp, entered_at: datetime) -> Json:
        """Of a follow-up that was never amended the version is 0."""
        id, customer = self._made(), self._standing(customer_id, entered_at)
        works = works_on(self.caller, customer, entered_at)
        wrong = self._wrong(customer_id, customer, follow_up) if works else None
        made: list[Any] = [
            change(
                CONTACT, customer_id, unless(wrong, contact.log), self.caller, customer,
                id, customer_id, follow_up, entered_at, self._day(entered_at),
            )
        ]  # fmt: skip
        if follow_up.promises:
            when = follow_up.at or entered_at
            told = (customer_id, id, follow_up.promises, follow_up.author, when)
            made.append(change(COMMITMENTS, customer_id, commitment.make, *told))
        if follow_up.channel == "visit":
            at = follow_up.at or entered_at
            made.append(self._closing(follow_up.author, customer_id, id, at))
        follows = {"opportunity_id": follow_up.opens.opportunity_id} if follow_up.opens else {}
        return replace(self.log.commit(*made, told=follows), id=id, version=0).to_json()

    def _wrong(self, customer_id: str, customer: Standing, follow_up: FollowUp) -> Refusal | None:
        owners = [one.owner for one in follow_up.promises]
        return self._wrong_reference(
            customer_id, customer, follow_up.contacts, follow_up.opportunity_id
        ) or self._wrong_people(*owners)

    def _promise_id(self, place: int) -> str:
        return self._made(f"/promise/{place}")
