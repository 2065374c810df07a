"""How a figure of the workload is opened down to what it counts."""

from collections.abc import Sequence

from kernel.nameko import rpc
from services.analytics import deeds
from services.analytics.asked_days import asked_for
from services.analytics.asker import asker
from services.analytics.deeds import Answer
from services.analytics.freshness import caught_up
from services.analytics.parameters import texts
from services.analytics.service.conversing import Conversing
from services.analytics.service.desk import clock, now


class Opening(Conversing):
    @rpc
    def deeds(
        self,
        figure: str,
        person: str | None = None,
        people: Sequence[str] | None = None,
        from_: str | None = None,
        to: str | None = None,
        within: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: Sequence[str] | None = None,
    ) -> Answer:
        """With what the customers are called that the asker may still see."""
        who, asked = asker(self.caller, now()), texts(person=person, from_=from_, to=to)
        if people is not None:
            who = who.of_people(people)
        days = asked_for(asked.get("from_"), asked.get("to"), within, clock())
        rows, span = caught_up(self.figures, after), days.period(clock().zone)
        found, following = deeds.opened(rows, who, figure, asked.get("person"), span, limit, cursor)
        names = self._seen(who, [one["customer_id"] for one in found if one["customer_id"]])
        items = [one | {"customer": names.get(one["customer_id"])} for one in found]
        return {"items": items, "next": following}
