"""How follow-ups are amended, and their author's itinerary with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from kernel.change import Change, change, expecting
from kernel.form import Form
from kernel.nameko import rpc
from kernel.refusal import Overtaken, Unavailable
from services.activity import follow_up, heard_of, rights, saying, visiting
from services.activity.contact import CONTACT
from services.activity.events import FollowUpEvent
from services.activity.follow_up import FOLLOW_UP, Asked, Written
from services.activity.service.desk import Json, now
from services.activity.service.planning import Planning
from services.activity.service.referring import Referring, unless
from services.activity.watching import News

LONGEST_REASON = 1_000
PATIENCE = 20  # times that a follow-up may change under our hands
VISIT = "visit"


class Amending(Referring, Planning):
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
        for _ in range(PATIENCE):
            before = self.log.states.newest(FOLLOW_UP, id)
            made = change(FOLLOW_UP, id, as_seen(before, decide), asked, given, reason)
            others = [*self._visits(asked, before, given, at), self._told(asked, at)]
            try:
                return self.log.commit(expecting(expected, made), *others).to_json()
            except Overtaken:
                continue
        raise Unavailable("busy", "this follow-up is being changed too often", retry_after=1)

    def _told(self, asked: Asked, at: datetime) -> Change[Any, Any]:
        """Those who watch the customer."""
        customer_id = asked.logged.customer_id
        news = News(customer_id, "FollowUpAmended", self.caller.actor, at, at)
        return change(CONTACT, customer_id, heard_of.news, news)

    def _visits(
        self, asked: Asked, before: Written, given: Mapping[str, Any], at: datetime
    ) -> list[Change[Any, Any]]:
        """What becomes a visit closes its entry, and what was none after all opens it again."""
        logged = asked.logged
        was = (before.amended or logged).channel
        channel = given.get("channel", was)
        if VISIT not in (was, channel) or was == channel:
            return []
        if channel == VISIT:
            told = (logged.author, logged.customer_id, logged.follow_up_id, logged.at)
            return [self._closing(*told)]
        whose = replace(self._week_of(logged.author, logged.at), at=at)
        who = (logged.follow_up_id, self.caller.actor)
        return [self._of(whose, visiting.reopened, whose, *who)]


def as_seen(
    before: Written, decide: Callable[..., Sequence[FollowUpEvent]]
) -> Callable[..., Sequence[FollowUpEvent]]:
    """Refused when it is no longer as it was when the rest of the commit was made up."""

    def decided(state: Written, *told: Any) -> Sequence[FollowUpEvent]:
        if state != before:
            raise Overtaken("moved", "the follow-up has just changed")
        return decide(state, *told)

    return decided
