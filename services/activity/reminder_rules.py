"""The company's rules for reminders: after how many days who is told, and at what time of day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kernel import Aggregate
from kernel.context import Context
from services.activity.events import ReminderRulesSet, ReminderStep
from services.rights import require_lead

COMPANY = "company"  # id of the one set of rules
ADDRESSEES = ("owner", "manager", "manager-above")
LONGEST = {"overdue": 250, "never": 250, "forgotten": 3_650}  # days
MOST_STEPS = 10
Ladder = tuple[ReminderStep, ...]


@dataclass(frozen=True)
class Rules:
    """As set by nobody yet: what a company would set."""

    version: int = 0
    morning: str = "09:00"
    working_days: bool = True
    overdue: Ladder = (
        ReminderStep(1, ("owner",)),
        ReminderStep(3, ("manager",)),
        ReminderStep(7, ("manager-above",)),
    )
    never: Ladder = (ReminderStep(3, ("owner",)), ReminderStep(7, ("manager",)))
    forgotten: Ladder = (ReminderStep(30, ("owner",)), ReminderStep(45, ("manager",)))

    @property
    def ladders(self) -> Mapping[str, Ladder]:
        return {name: getattr(self, name) for name in LONGEST}


def set_rules(rules: Rules, asker: Context, wanted: Rules, at: datetime) -> list[ReminderRulesSet]:
    """What is wanted has all parts; its version is ours to say."""
    require_lead(asker, "set the rules for reminders")
    if replace(wanted, version=rules.version) == rules and rules.version:
        return []
    told = {name: getattr(wanted, name) for name in ("morning", "working_days", *LONGEST)}
    return [ReminderRulesSet(version=rules.version + 1, **told, by=asker.actor, at=at)]


def ladder(steps: Sequence[tuple[int, Sequence[str]]]) -> Ladder:
    """In their order; ValueError for two of one day."""
    days = [day for day, _ in steps]
    if len(set(days)) != len(days):
        raise ValueError("must name each day once: name everybody who is told on it")
    return tuple(
        ReminderStep(day, tuple(one for one in ADDRESSEES if one in to))
        for day, to in sorted(steps, key=lambda step: step[0])
    )


def evolve(rules: Rules, event: ReminderRulesSet) -> Rules:
    told = {name: getattr(event, name) for name in ("version", "morning", "working_days", *LONGEST)}
    return Rules(**told)


RULES = Aggregate("reminder-rules", Rules(), evolve, ReminderRulesSet, implicit=True)
