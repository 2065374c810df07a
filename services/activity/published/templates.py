"""What can happen to the templates of quick logs: one key writes a follow-up and what follows.

A template belongs to a person, a team or the company, and is called by one key of a keyboard.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Effect:
    """What is to follow from a follow-up: by reaction, in the service that it concerns."""

    do: str  # raise, lower (one rung of the ladder), stage, release, list
    to: str | None = None  # the rung, the pool, the list


@dataclass(frozen=True)
class TemplateUsed:
    """By which template a follow-up was written."""

    scope: str  # person, team, company
    holder: str  # whose it was: the person's login, the team's id, "company"
    key: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Template:
    name: str  # what stands on the key: 无意向, 未接通
    text: str  # of the note; {customer}, {contact}, {author} and {date} are filled in
    channel: str
    outcome: str
    next_contact_days: int | None  # from the day it is logged on; None: no next contact
    working_day: bool  # moved to the next day that is worked
    effects: tuple[Effect, ...]
    reached: bool | None = None  # False: nobody answered


@dataclass(frozen=True, kw_only=True)
class TemplateDefined(Template):
    scope: str
    holder: str
    key: str  # 1 to 9, a to z, F1 to F12
    version: int  # of this key; goes on where a retired template has ended
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TemplateChanged(Template):
    """The whole template as it is from now on."""

    scope: str
    holder: str
    key: str
    version: int
    changed: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class TemplateRetired:
    """The key is free again, or that of a wider scope holds."""

    scope: str
    holder: str
    key: str
    version: int  # the last one it had
    by: str
    at: datetime


TemplateEvent = TemplateDefined | TemplateChanged | TemplateRetired
