"""What the analytics service answers about itineraries."""

from collections.abc import Sequence

from kernel.nameko import rpc
from services.analytics import itineraries
from services.analytics.asker import Asker, asker
from services.analytics.directory import DIRECTORY
from services.analytics.freshness import caught_up
from services.analytics.itineraries import Answer
from services.analytics.parameters import texts
from services.analytics.reading import find
from services.analytics.service.desk import Desk, clock, now

MOST = 1_000  # customers of a week that are named


class Planning(Desk):
    @rpc
    def itinerary(
        self, week: str, person: str | None = None, after: Sequence[str] | None = None
    ) -> Answer:
        who, asked = asker(self.caller, now()), texts(person=person)
        rows = caught_up(self.figures, after)
        found = itineraries.itinerary(rows, who, clock(), week, **asked)
        return self._named(found, who)

    @rpc
    def itineraries(self, week: str, after: Sequence[str] | None = None) -> Answer:
        rows = caught_up(self.figures, after)
        return itineraries.people(rows, asker(self.caller, now()), clock(), week)

    def _named(self, found: Answer, who: Asker) -> Answer:
        """With the names of the customers that the asker may still see."""
        visits = [v for day in found["days"] for v in (*day["visits"], *day["unplanned"])]
        ids = sorted({visit["customer_id"] for visit in visits})
        match = {"$and": [{"_id": {"$in": ids}}, who.customers()]}
        rows = find(self.lists.collection(DIRECTORY), match, [("_id", 1)], MOST)
        names = {row["_id"]: row["name"] for row in rows}
        for visit in visits:
            visit["customer"] = names.get(visit["customer_id"])
        return found
