"""What a report is asked: by whom, for which days, cut by what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.analytics.asker import Asker
from services.analytics.periods import PERIODS, Clock, Period, bucket

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    asker: Asker
    period: Period
    by: str | None
    clock: Clock
    teams: Mapping[str, str | None] = field(default_factory=dict)  # of people, to cut by team

    def key(self, field: str, dated: str) -> Any:
        """The expression that rows are cut by: a period of the date, or a field."""
        if self.by is None:
            return None
        in_time = self.by in PERIODS
        return bucket(self.by, dated, self.clock.zone) if in_time else f"${field}"

    def called(self, key: str | None) -> str | None:
        """What a line is called: rows know people, and the organisation knows their teams."""
        return self.teams.get(key or "") if self.by == "team" else key


def lines(
    question: Question,
    groups: Iterable[Any],
    figures: Callable[[list[Any]], Line],
    rank: Callable[[list[Any]], Any],
) -> dict[str, Any]:
    """The total, and a line per key: periods in their order, all else by rank, highest first."""
    every = list(groups)
    if question.by is None:
        return {"total": figures(every), "rows": []}
    keyed: dict[str | None, list[Any]] = {}
    for group in every:
        keyed.setdefault(question.called(group.key), []).append(group)
    keys = sorted(keyed, key=lambda key: (key is None, key))
    if question.by not in PERIODS:
        keys.sort(key=lambda key: rank(keyed[key]), reverse=True)
    return {"total": figures(every), "rows": [{"key": k} | figures(keyed[k]) for k in keys]}
