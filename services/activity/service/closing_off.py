"""How somebody at a customer is let be: channels closed, and opened again."""

from typing import Any

from kernel.change import change, expecting
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.activity import closing
from services.activity.closing import Wish
from services.activity.consent import CLOSABLE
from services.activity.contact import CONTACT
from services.activity.service.desk import Desk, Json, now
from services.rights import works_on

LONGEST_REASON = 1_000
LONGEST_ID = 64


class ClosingOff(Desk):
    @rpc
    def close_channels(
        self,
        customer_id: str,
        channels: Any,
        contact_id: str | None = None,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Json:
        """All that are closed from now on; none: they may be contacted again.

        A version is nothing to tell to who does not work on the customer: then none is expected.
        """
        with Form() as form:
            named = form.texts("channels", channels, len(CLOSABLE), LONGEST_ID)
            for place, channel in enumerate(named):
                form.choice(f"channels.{place}", channel, CLOSABLE)
            person = form.maybe_text("contact_id", contact_id, LONGEST_ID)
            why = form.maybe_text("reason", reason, LONGEST_REASON)
            expected = form.maybe_version("expected", expected)
        wish = Wish(person, frozenset(named), why)
        id, at = identifier("customer", customer_id), now()
        customer = self._standing(id, at)
        made = change(CONTACT, id, closing.close, self.caller, customer, id, wish, at)
        read = expected if works_on(self.caller, customer, at) else None
        return self.log.commit(expecting(read, made, lambda known: known.since_closed)).to_json()
