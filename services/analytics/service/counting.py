"""How a figure of a report is opened down to the deals or customers that it counts."""

from collections.abc import Sequence

from kernel.form import Form
from kernel.nameko import rpc
from services.analytics.customers_behind import customers_behind
from services.analytics.deals_behind import Answer, Opened, behind_figure
from services.analytics.due_behind import DUE, due_behind
from services.analytics.freshness import caught_up
from services.analytics.parameters import texts
from services.analytics.service.conversing import Conversing
from services.analytics.service.desk import clock

LONGEST_PART = 2_000  # characters: of a reason, or of a way through many stages


class Counting(Conversing):
    @rpc
    def customers_behind(
        self,
        report: str,
        from_: str | None = None,
        to: str | None = None,
        within: str | None = None,
        by: str | None = None,
        key: str | None = None,
        part: str | None = None,
        person: str | None = None,
        people: Sequence[str] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: Sequence[str] | None = None,
    ) -> Answer:
        """With what those are called that the asker may still see."""
        figure = opened(report, part, from_=from_, to=to, within=within, by=by, key=key)
        who, rows = self._asked(after, named(person), people, figure.by, figure.key)
        asks = (who, clock(), figure, limit, cursor)
        if report == DUE:
            found, following = due_behind(caught_up(self.lists, after), rows, *asks)
        else:
            found, following = customers_behind(rows, *asks)
        names = self._seen(who, [one["id"] for one in found])
        return {"items": [one | {"name": names.get(one["id"])} for one in found], "next": following}

    @rpc
    def deals_behind(
        self,
        report: str,
        from_: str | None = None,
        to: str | None = None,
        within: str | None = None,
        by: str | None = None,
        key: str | None = None,
        part: str | None = None,
        then: str | None = None,
        which: str | None = None,
        person: str | None = None,
        people: Sequence[str] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: Sequence[str] | None = None,
    ) -> Answer:
        """With what the customers are called that the asker may still see."""
        asked = {"from_": from_, "to": to, "within": within, "then": then, "which": which}
        figure = opened(report, part, by=by, key=key, **asked)
        who, rows = self._asked(after, named(person), people, figure.by, figure.key)
        found, following = behind_figure(rows, who, clock(), figure, limit, cursor)
        names = self._seen(who, [one["customer_id"] for one in found if one["customer_id"]])
        items = [one | {"customer": names.get(one["customer_id"])} for one in found]
        return {"items": items, "next": following}


def opened(report: str, part: str | None, **asked: str | None) -> Opened:
    """Raises Invalid for what is no text, or too long a one."""
    with Form() as form:
        one = form.maybe_text("part", part, LONGEST_PART)
    return Opened(report, **texts(**asked), part=one)


def named(person: str | None) -> str | None:
    return texts(person=person).get("person")
