"""How customers leave all lists and come back."""

from kernel import Rejected
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.customer import archive
from services.customer.service.desk import Json, now
from services.customer.service.settling import Settling

LONGEST_REASON = 1_000
FULL_HANDS = "holding-cap"


class Archiving(Settling):
    @rpc
    def archive(self, customer_id: str, reason: str, expected: int | None = None) -> Json:
        with Form() as form:
            reason = form.text("reason", reason, LONGEST_REASON)
            expected = form.maybe_version("expected", expected)
        id, at, asker = identifier("customer", customer_id), now(), self.caller
        made = self._settle(id, expected, at, lambda c: archive.archive(c, asker, reason, at))
        return made.to_json()

    @rpc
    def restore(self, customer_id: str, expected: int | None = None) -> Json:
        """To who had it; into a pool when they hold as many as they may, or have left."""
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        id = identifier("customer", customer_id)
        kept_for = self._customer(id, fresh=True).kept_for
        if kept_for and self._gone([kept_for]):
            return self._restore(id, expected, full=True)
        try:
            return self._restore(id, expected, full=False)
        except Rejected as refusal:
            if refusal.slug != FULL_HANDS:
                raise
        return self._restore(id, expected, full=True)

    def _restore(self, id: str, expected: int | None, full: bool) -> Json:
        at, asker = now(), self.caller
        made = self._settle(id, expected, at, lambda c: archive.restore(c, asker, full, at))
        return made.to_json()
