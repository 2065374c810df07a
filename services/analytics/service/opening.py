"""How a figure of the workload is opened down to what it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kernel.nameko import rpc
from services.analytics import deeds
from services.analytics.asked_days import Days, asked_for
from services.analytics.deeds import Answer
from services.analytics.parameters import texts
from services.analytics.reports import NAMED, question_of
from services.analytics.service.conversing import Conversing
from services.analytics.service.desk import clock

WORKLOAD = NAMED["workload"]


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
        by: str | None = None,
        key: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: Sequence[str] | None = None,
    ) -> Answer:
        """With what the customers are called that the asker may still see."""
        asked = texts(person=person, from_=from_, to=to, within=within, by=by, key=key)
        who, rows = self._asked(after, asked.pop("person", None), people, by, key)
        line = asked.pop("key", None)
        question = question_of(WORKLOAD, rows, who, clock(), days_of(asked), asked.get("by"))
        asks = replace(question, by=asked.get("by"))  # in all, where it is not cut
        found, following = deeds.opened(rows, asks, figure, line, limit, cursor)
        names = self._seen(who, [one["customer_id"] for one in found if one["customer_id"]])
        items = [one | {"customer": names.get(one["customer_id"])} for one in found]
        return {"items": items, "next": following}


def days_of(asked: Mapping[str, str]) -> Days:
    return asked_for(asked.get("from_"), asked.get("to"), asked.get("within"), clock())
