"""What can happen to reminders: the company's rules for them, and that somebody was reminded."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReminderStep:
    days: int  # after what is counted from
    to: tuple[str, ...]  # owner, manager (next above the owner), manager-above (next above that)


@dataclass(frozen=True)
class ReminderRulesSet:
    """Each ladder has its steps by days; one without steps reminds nobody."""

    version: int  # of the rules, from 1
    morning: str  # when what is counted in days is told: 09:00, where the company is
    working_days: bool  # told on working days only, and `overdue` and `never` counted in them
    overdue: tuple[ReminderStep, ...]  # since the contact that was planned
    never: tuple[ReminderStep, ...]  # since the owner got the customer and has not contacted it
    forgotten: tuple[ReminderStep, ...]  # since the last contact, when no next one is planned
    by: str
    at: datetime


@dataclass(frozen=True)
class ContactReminded:
    """Somebody was told that a customer waits to be contacted."""

    customer_id: str
    kind: str  # due (the moment that was planned), overdue, never, forgotten
    since: datetime  # what is counted from
    days: int  # the step; 0 for `due`
    due_at: datetime  # when it was to be told
    owner: str
    to: tuple[str, ...]  # owner, manager, manager-above
    people: tuple[str, ...]  # who they were and work here still; nobody may be left
    rules_version: int
    at: datetime


ReminderEvent = ReminderRulesSet | ContactReminded
