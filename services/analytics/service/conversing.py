"""What the analytics service answers about conversations, and what was promised in them."""

from collections.abc import Sequence
from typing import Any

from kernel.form import identifier
from kernel.nameko import rpc
from kernel.refusal import NotFound
from services.analytics import commitments, follow_ups
from services.analytics.asked_days import asked_for
from services.analytics.asker import Asker, asker
from services.analytics.commitments import COMMITMENTS
from services.analytics.follow_ups import FOLLOW_UPS
from services.analytics.freshness import caught_up
from services.analytics.parameters import texts, wrong
from services.analytics.service.desk import Desk, clock, now

Answer = dict[str, Any]
After = Sequence[str] | None
Condition = dict[str, Any]
MOST_PEOPLE = 2_000  # of a team


class Conversing(Desk):
    @rpc
    def follow_ups(
        self,
        person: str | None = None,
        people: Sequence[str] | None = None,
        from_: str | None = None,
        to: str | None = None,
        channel: str | None = None,
        outcome: str | None = None,
        customer_id: str | None = None,
        opportunity_id: str | None = None,
        with_opportunity: str | None = None,
        opened_opportunity: str | None = None,
        q: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        """Of a customer that the asker sees all; else those of people whose records they see."""
        who = asker(self.caller, now())
        filters = texts(
            person=person, channel=channel, outcome=outcome, customer_id=customer_id,
            opportunity_id=opportunity_id, with_opportunity=with_opportunity,
            opened_opportunity=opened_opportunity, q=q,
        )  # fmt: skip
        span = asked_for(from_, to, None, clock()).period(clock().zone).match("contacted_at")
        rows = caught_up(self.lists, after).collection(FOLLOW_UPS)
        among = {"$and": [self._among_own(who, filters, "author"), of_people(people), span]}
        found, following = follow_ups.follow_ups(rows, filters, among, limit, cursor)
        return {"items": self._told(found, who), "next": following}

    @rpc
    def follow_up(self, follow_up_id: str, after: After = None) -> Answer:
        who, id = asker(self.caller, now()), identifier("follow-up", follow_up_id)
        row = follow_ups.follow_up(caught_up(self.lists, after).collection(FOLLOW_UPS), id)
        if not follow_ups.is_own(row, who) and not self._seen(who, [row["customer_id"]]):
            raise NotFound(what="follow-up", id=id)
        return self._told([row], who)[0]

    @rpc
    def commitments(
        self,
        owner: str | None = None,
        status: str | None = None,
        due: str | None = None,
        customer_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        who = asker(self.caller, now())
        filters = texts(owner=owner, status=status, due=due, customer_id=customer_id)
        rows = caught_up(self.lists, after).collection(COMMITMENTS)
        among = self._among_own(who, filters, "owner")
        found, following = commitments.commitments(rows, clock(), filters, among, limit, cursor)
        names = self._seen(who, [row["customer_id"] for row in found])
        told = [commitments.shown(row, clock(), names.get(row["customer_id"])) for row in found]
        return {"items": told, "next": following}

    @rpc
    def commitment(self, commitment_id: str, after: After = None) -> Answer:
        who, id = asker(self.caller, now()), identifier("commitment", commitment_id)
        row = commitments.commitment(caught_up(self.lists, after).collection(COMMITMENTS), id)
        names = self._seen(who, [row["customer_id"]])
        if not commitments.is_own(row, who) and not names:
            raise NotFound(what="commitment", id=id)
        return commitments.shown(row, clock(), names.get(row["customer_id"]))

    def _among_own(self, who: Asker, filters: dict[str, str], field: str) -> Condition:
        """NotFound for a customer that the asker may not see."""
        if id := filters.get("customer_id"):
            if not self._seen(who, [identifier("customer", id)]):
                raise NotFound(what="customer", id=id)
            return {}
        return who.own(field)

    def _told(self, rows: Sequence[Any], who: Asker) -> list[Answer]:
        names = self._seen(who, [row["customer_id"] for row in rows])
        promised = [one["commitment_id"] for row in rows for one in row["promises"]]
        known = commitments.statuses(self.lists.collection(COMMITMENTS), promised)
        return [follow_ups.shown(row, names.get(row["customer_id"]), known) for row in rows]


def of_people(people: Any) -> Condition:
    """Those of a team; nobody's, when nobody belongs to it."""
    if people is None:
        return {}
    if not isinstance(people, list | tuple) or len(people) > MOST_PEOPLE:
        raise wrong("people", f"is a list of at most {MOST_PEOPLE} people")
    return {"author": {"$in": [str(one) for one in people]}}
