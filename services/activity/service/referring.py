"""How what a command names is looked up: contacts, deals, people, follow-ups and commitments."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from kernel.form import identifier
from kernel.nameko import rows
from kernel.refusal import Invalid, NotFound, Refusal, Rejected
from services.activity import follow_up, references, rights
from services.activity.events import FollowUpLogged
from services.activity.heard import HEARD_OF_DEALS
from services.activity.owners import Standing, holding
from services.activity.service.desk import Desk, Json

E = TypeVar("E")
State = TypeVar("State")
Args = ParamSpec("Args")


class Referring(Desk):
    deals = rows(HEARD_OF_DEALS)
    hearing_of_deals: Any  # the subscription that `deals` are filled by

    def _wrong_reference(
        self,
        customer_id: str,
        customer: Standing,
        contacts: Sequence[str],
        opportunity_id: str | None,
    ) -> Refusal | None:
        return self._wrong_contacts(customer_id, customer, contacts) or self._wrong_deal(
            customer_id, opportunity_id
        )

    def _wrong_contacts(
        self, customer_id: str, customer: Standing, contacts: Sequence[str]
    ) -> Refusal | None:
        """Who is there is known already; a new one may not have been heard of yet."""
        if not strangers(customer, contacts):
            return None
        wrong = self._patiently(
            customer_id, lambda: strangers(holding(self.heard, customer_id), contacts), empty
        )
        message = "must be the id of a contact of this customer"
        errors = [{"field": f"contacts.{place}", "message": message} for place in wrong]
        return refusal(errors) if errors else None

    def _wrong_deal(self, customer_id: str, opportunity_id: str | None) -> Refusal | None:
        if opportunity_id is None or self._patiently(
            opportunity_id,
            lambda: references.is_of(self.deals, customer_id, opportunity_id),
            bool,
            self.hearing_of_deals,
        ):
            return None
        message = "must be the id of an opportunity of this customer"
        return refusal([{"field": "opportunity_id", "message": message}])

    def _wrong_owners(self, people: Sequence[str]) -> Refusal | None:
        try:
            self._require_active(*people)
        except Rejected as refusal:
            return refusal
        return None

    def _asked(self, follow_up_id: Any, at: datetime) -> follow_up.Asked:
        """NotFound for one that was never written."""
        id = identifier("follow-up", follow_up_id)
        row = self._patiently(id, lambda: references.follow_up(self.heard, id), bool)
        if not row:
            raise NotFound(what="follow-up", id=id)
        logged = self._logged(row["position"])
        customer = self._standing(
            logged.customer_id, at,
            lambda customer: rights.answers_for(self.caller, logged.author, customer, at),
        )  # fmt: skip
        return follow_up.Asked(self.caller, customer, logged, row["position"], at)

    def _logged(self, position: int) -> FollowUpLogged:
        """As it was written first."""
        [commit] = self.log.log.after(position - 1, 1)
        entry = commit.entries[position - commit.position]
        logged: FollowUpLogged = self.log.states.codec.load(entry.type, entry.v, entry.data)
        return logged


def strangers(customer: Standing, contacts: Sequence[str]) -> list[int]:
    """The places of those that are no contacts of this customer."""
    return [place for place, id in enumerate(contacts) if id not in customer.contacts]


def empty(found: Sequence[Any]) -> bool:
    return not found


def refusal(errors: list[Json]) -> Invalid:
    return Invalid("invalid", "the input has errors", errors=errors)


def unless(
    wrong: Refusal | None, decide: Callable[Concatenate[State, Args], Sequence[E]]
) -> Callable[Concatenate[State, Args], Sequence[E]]:
    """The decision, refused for what it names once it has refused nothing itself.

    Refused within the commit: a command that was done before is answered as before.
    """

    def decided(state: State, /, *args: Args.args, **kwargs: Args.kwargs) -> Sequence[E]:
        events = decide(state, *args, **kwargs)
        if wrong:
            raise wrong
        return events

    return decided
