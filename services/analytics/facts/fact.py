"""What a fact is: rows that can be asked about, by fields that say what may be done with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kernel.group import Group
from kernel.projection import Projection
from kernel.rows import Rows
from services.analytics.asker import Asker, Condition
from services.analytics.periods import Clock
from services.analytics.reading import Stage

TEXT, TIME, NUMBER, MONEY, FLAG = "text", "time", "number", "money", "flag"
GROUPED = frozenset({TEXT, TIME, FLAG})  # kinds that rows can be put together by
LISTS = ("in", "not_in")
BOUNDS = ("at_least", "at_most", "above", "below")
GIVEN = "given"  # whether there is a value at all
TESTS: Mapping[str, tuple[str, ...]] = {  # what the values of a kind can be put to
    TEXT: ("is", "is_not", *LISTS, GIVEN),
    TIME: ("from", "to", "within", "last_days", GIVEN),
    NUMBER: ("is", "is_not", *BOUNDS, GIVEN),
    MONEY: (*BOUNDS, GIVEN),
    FLAG: ("is", GIVEN),
}
MEASURES: Mapping[str, tuple[str, ...]] = {  # what can be made of the values of a kind
    TEXT: ("distinct",),
    TIME: ("min", "max"),
    NUMBER: ("sum", "avg", "min", "max", "median", "percentile"),
    MONEY: ("sum", "avg", "min", "max", "median", "percentile"),
    FLAG: (),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression may need to know besides the row."""

    clock: Clock
    teams: Mapping[str, str | None] = field(default_factory=dict)  # of people


@dataclass(frozen=True, slots=True)
class Field:
    """Stored in the rows under `path`, or computed from them by an expression."""

    kind: str
    says: str
    path: str = ""
    computed: Callable[[Setting], Any] | None = None
    joined: str | None = None  # which of the fact's joins it needs before
    words: tuple[str, ...] = ()  # that a text may be
    currency: str = ""  # of money: where its currency is


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    says: str
    group: Group
    projection: Projection
    seen: Callable[[Asker], Condition]  # which rows are there for whom
    fields: Mapping[str, Field]
    joins: Mapping[str, Callable[[Rows], Sequence[Stage]]] = field(default_factory=dict)
    parted: Sequence[Stage] = ()  # of which one stored row makes several, or none
    seen_parted: Callable[[Asker], Condition] = lambda asker: {}  # which of those


def team_of(path: str) -> Callable[[Setting], Any]:
    """The team that a person belongs to today; who is in none, and who is unknown, has none."""

    def expression(setting: Setting) -> Any:
        people = sorted(setting.teams)
        of_each = [setting.teams[person] for person in people]
        place = {"$indexOfArray": [{"$literal": people}, f"${path}"]}
        return {"$arrayElemAt": [{"$literal": [*of_each, None]}, place]}  # -1 is the last

    return expression


def days_between(first: Any, last: Any) -> Callable[[Setting], Any]:
    """Of two expressions, on the company's calendar; none while one of them is open."""

    def expression(setting: Setting) -> Any:
        ends = {"startDate": first, "endDate": last, "unit": "day"}
        return {"$dateDiff": ends | {"timezone": setting.clock.zone}}

    return expression
