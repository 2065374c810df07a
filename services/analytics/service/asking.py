"""What people ask of the declared facts, in a language of their own."""

from collections.abc import Sequence
from typing import Any

from kernel.nameko import rpc
from kernel.rows import Rows
from services.analytics import organisation
from services.analytics.asker import Asker, asker
from services.analytics.asking import answering, explaining
from services.analytics.asking.query import Query
from services.analytics.asking.reading import read
from services.analytics.copies import kept
from services.analytics.facts import FACTS, described
from services.analytics.facts.fact import Setting
from services.analytics.freshness import caught_up
from services.analytics.groups import LISTS
from services.analytics.organisation import STAFF
from services.analytics.service.desk import Desk, clock, now

Answer = dict[str, Any]
After = Sequence[str] | None


class Asking(Desk):
    @rpc
    def facts(self) -> Answer:
        asker(self.caller, now())
        return {"items": [described(fact) for fact in FACTS.values()]}

    @rpc
    def ask(self, query: Any, after: After = None) -> Answer:
        """The rights are those of who asks, whoever wrote the question."""
        who, asked = asker(self.caller, now()), read(query)
        rows = caught_up(self._rows(asked), after)
        return answering.answer(asked, self._knowing(who, asked), self._setting(), rows)

    @rpc
    def explain(self, query: Any) -> Answer:
        who, asked = asker(self.caller, now()), read(query)
        rows = self._rows(asked)
        return explaining.explained(asked, self._knowing(who, asked), self._setting(), rows)

    def _rows(self, query: Query) -> Rows:
        return self.lists if query.fact.group is LISTS else self.figures

    def _knowing(self, who: Asker, query: Query) -> Asker:
        """Customers that lie in a pool are seen by membership."""
        return self._among(who) if query.fact.group is LISTS else who

    def _setting(self) -> Setting:
        return Setting(clock(), kept(self.figures, STAFF, organisation.teams))
