"""Where the logs end, and where they stood at a moment: for who wants to be told from there on."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from kernel.nameko import remote
from kernel.refusal import Invalid

CALL_SECONDS = 5.0
SKEW = timedelta(minutes=1)  # by which the clocks of those who write may differ

Page = Callable[[int], Sequence[dict[str, Any]]]  # the one event after a position


class LogPositions:
    customer = remote("customer")
    pipeline = remote("pipeline")
    activity = remote("activity")
    gateway = remote("gateway")

    def _heads(self, sources: Iterable[str]) -> dict[str, int]:
        return {one: int(self._ask(one).head()) for one in sources}

    def _at(self, moment: datetime, sources: Iterable[str]) -> dict[str, int]:
        """Of each source a position before everything that was recorded from then on."""
        return {
            one: before(moment - SKEW, int(self._ask(one).head()), self._events(one))
            for one in sources
        }

    def _given(self, positions: Iterable[str]) -> dict[str, int]:
        """`customer:1041` as a number by its source. Invalid for what has not happened yet."""
        found: dict[str, int] = {}
        for one in positions:
            source, _, after = one.partition(":")
            if source in found:
                message = f"Please name {source} once: all is sent again from one position on."
                raise Invalid(errors=[{"field": "after", "message": message}])
            found[source] = int(after)
        for source, head in self._heads(found).items():
            if found[source] > head:
                message = f"Please choose one up to {source}:{head}, which is the last."
                raise Invalid(errors=[{"field": "after", "message": message}])
        return found

    def _events(self, source: str) -> Page:
        def page(after: int) -> Sequence[dict[str, Any]]:
            found = self._ask(source).feed(after=after, limit=1, personal=False)
            events: list[dict[str, Any]] = found["events"]
            return events

        return page

    def _ask(self, source: str) -> Any:
        return getattr(self, source).within(CALL_SECONDS)


def before(moment: datetime, head: int, page: Page) -> int:
    """By halving: of a million events twenty are looked at."""
    low, high = 0, head
    while low < high:
        middle = (low + high) // 2
        events = page(middle)
        if not events or datetime.fromisoformat(events[0]["time"]) >= moment:
            high = middle
        else:
            low = middle + 1
    return low
