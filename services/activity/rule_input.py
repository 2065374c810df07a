"""The rules for reminders as somebody sends them: checked field by field."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kernel.form import Form
from services.activity.reminder_rules import (
    ADDRESSEES,
    LONGEST,
    MOST_STEPS,
    Ladder,
    Rules,
    ladder,
)

MORNING = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
Step = tuple[int, list[str]]


def read_rules(form: Form, morning: Any, working_days: Any, given: Mapping[str, Any]) -> Rules:
    """What is not given is as in a company that has set nothing."""
    usual = Rules()
    ladders = {
        name: read_ladder(form, name, given[name]) if given.get(name) is not None else as_usual
        for name, as_usual in usual.ladders.items()
    }
    return replace(
        usual,
        morning=form.read("morning", morning or usual.morning, time_of_day, usual.morning),
        working_days=working_days is None or form.flag("working_days", working_days),
        overdue=ladders["overdue"],
        never=ladders["never"],
        forgotten=ladders["forgotten"],
    )


def time_of_day(value: Any) -> str:
    if not isinstance(value, str) or not MORNING.fullmatch(value):
        raise ValueError("must be a time of day, as 09:00")
    return value


def read_ladder(form: Form, name: str, steps: Any) -> Ladder:
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        form.wrong(name, f"must be a list of at most {MOST_STEPS} steps")
        return ()
    read = [read_step(form, f"{name}.{place}", step, name) for place, step in enumerate(steps)]
    return form.read(name, read, ladder, ())


def read_step(form: Form, field: str, step: Any, name: str) -> Step:
    if not isinstance(step, Mapping):
        form.wrong(field, 'must be as {"days": 3, "to": ["manager"]}')
        return 0, []
    days, to, most = step.get("days"), step.get("to"), LONGEST[name]
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= most:
        form.wrong(f"{field}.days", f"must be a whole number from 1 to {most}")
    named = form.texts(f"{field}.to", to, len(ADDRESSEES), 20)
    for place, one in enumerate(named):
        form.choice(f"{field}.to.{place}", one, ADDRESSEES)
    if not named:
        form.wrong(f"{field}.to", "must name somebody: " + ", ".join(ADDRESSEES))
    return days if isinstance(days, int) else 0, named
