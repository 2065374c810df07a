"""What is told of a deal: its terms, line items, people, and whether it is a key deal."""

from collections.abc import Callable
from typing import Any

from kernel.change import change
from kernel.currencies import CURRENCIES
from kernel.form import Form, identifier
from kernel.nameko import rpc
from kernel.patience import patiently
from services.pipeline import describing, line_items, terms_form
from services.pipeline.heard import strangers
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.service.desk import Desk, Json, now


class Describing(Desk):
    @rpc
    def edit_opportunity(
        self, opportunity_id: str, changes: Any, expected: int | None = None
    ) -> Json:
        with Form() as form:
            read = terms_form.read(form, changes)
        if read.get("contacts"):
            self._require_contacts(identifier("opportunity", opportunity_id), read["contacts"])
        return self._describe(opportunity_id, describing.edit, expected, changes=read)

    @rpc
    def set_items(
        self, opportunity_id: str, items: Any, currency: str, expected: int | None = None
    ) -> Json:
        with Form() as form:
            form.choice("currency", currency, CURRENCIES)
            read = line_items.read(form, items)
        amount = line_items.total(read, currency)
        told = {"items": read, "amount": amount}
        return self._describe(opportunity_id, describing.set_items, expected, **told)

    @rpc
    def share_opportunity(
        self, opportunity_id: str, shares: Any, expected: int | None = None
    ) -> Json:
        with Form() as form:
            read = line_items.shares(form, shares)
        for person in read:
            self._require_active(person)
        return self._describe(opportunity_id, describing.share, expected, shares=read)

    @rpc
    def mark_key(self, opportunity_id: str, key: bool, expected: int | None = None) -> Json:
        with Form() as form:
            key = form.flag("key", key)
        return self._describe(opportunity_id, describing.mark_key, expected, key=key)

    def _describe(
        self, opportunity_id: str, decide: Callable[..., Any], expected: int | None, **how: Any
    ) -> Json:
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        id = identifier("opportunity", opportunity_id)
        made = change(OPPORTUNITY, id, decide, asker=self.caller, at=now(), **how)
        return self.log.commit(self._expecting(expected, id, made)).to_json()

    def _require_contacts(self, id: str, contacts: tuple[str, ...]) -> None:
        """Contacts of its customer; one that was entered a moment ago is waited for.

        To who may not see the deal nothing is said of it here, but that it is not there, later.
        """
        deal = self._deal(id)
        if not self._works_on(deal):
            return
        customer_id = deal.customer_id
        strange = patiently(
            lambda: strangers(self.told, customer_id, contacts),
            lambda found: not found,
            self.patience,
            self.hearing.wait,
            sure=self.hearing.sure,
        )
        with Form() as form:
            for id in strange:
                form.wrong(f"contacts.{contacts.index(id)}", "is no contact of its customer")
