"""How follow-ups are amended."""

from collections.abc import Mapping
from typing import Any

from kernel.change import change, expecting
from kernel.form import Form
from kernel.nameko import rpc
from services.activity import follow_up, rights, saying
from services.activity.follow_up import FOLLOW_UP
from services.activity.service.desk import Json, now
from services.activity.service.referring import Referring, unless

LONGEST_REASON = 1_000


class Amending(Referring):
    @rpc
    def amend_follow_up(
        self,
        follow_up_id: str,
        changes: Mapping[str, Any],
        reason: str | None = None,
        expected: int | None = None,
    ) -> Json:
        """`changes` as in a JSON merge patch: null and [] clear a field."""
        at = now()
        with Form() as form:
            expected = form.maybe_version("expected", expected)
            reason = form.maybe_text("reason", reason, LONGEST_REASON)
            given = saying.changes(form, changes)
        asked = self._asked(follow_up_id, at)
        visible = rights.answers_for(self.caller, asked.logged.author, asked.customer, at)
        named = given.get("contacts", ()), given.get("opportunity_id")
        wrong = None
        if visible:
            wrong = self._wrong_reference(asked.logged.customer_id, asked.customer, *named)
        expected = expected if visible else None  # nothing is told to who may not see it
        id, decide = asked.logged.follow_up_id, unless(wrong, follow_up.amend)
        made = change(FOLLOW_UP, id, decide, asked, given, reason)
        return self.log.commit(expecting(expected, made)).to_json()
