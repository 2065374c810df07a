"""What the row of returns is made from: customers that fall due one after the other."""

from datetime import UTC, datetime, timedelta

from bench.returns import DAYS, EACH, fallen, held
from services.customer.events import CustomerRegistered, HoldingTaken, PoolRulesSet

FIRST = datetime(2026, 1, 5, 4, tzinfo=UTC)


def test_each_has_been_silent_for_just_so_long_under_a_rule_that_was_there_before() -> None:
    rules, *each = held(range(3), FIRST)

    assert [entry.type for entry in rules.entries] == [PoolRulesSet.__name__]
    assert rules.entries[0].data["rules"][0]["returns"] == [{"because": "silence", "days": DAYS}]
    kinds = [CustomerRegistered.__name__, HoldingTaken.__name__]
    assert [[entry.type for entry in one.entries] for one in each] == [kinds] * 3
    assert [one.at - FIRST for one in each] == [EACH * number for number in range(3)]
    assert len({entry.stream for one in each for entry in one.entries}) == 6


class Log:
    """A log in which one has returned."""

    def __init__(self, late: timedelta) -> None:
        data = {"due_at": "2026-01-05T04:00:00Z"}
        events = [{"type": "CustomerRecycled", "data": data}, {"type": "HoldingDropped"}]
        self.found = [{"at": FIRST + late, "events": events}]
        self.collection = self

    def find(self, wanted: object) -> "Log":
        return self

    def sort(self, by: str) -> list[dict[str, object]]:
        return self.found


def test_it_counts_when_it_was_recorded_early_or_late() -> None:
    for off in (timedelta(seconds=2), timedelta(seconds=-1)):
        [(at, due_at)] = fallen(Log(off))  # type: ignore[arg-type]
        assert at - due_at == off
