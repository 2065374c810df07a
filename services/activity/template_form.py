"""Reading what somebody says of a template, and filling its text in."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kernel.form import Form
from services.activity.contact import CHANNELS
from services.activity.events import Effect, Template
from services.activity.template import COMPANY, KEYS, SCOPES, WHOLE_COMPANY, Holder

PLACEHOLDERS = ("customer", "contact", "author", "date")
PLACE = re.compile(r"\{(\w+)\}")
RUNG_EFFECTS = ("raise", "lower", "stage")
MOVES = (*RUNG_EFFECTS, "release")
EFFECTS = (*MOVES, "list")
RUNGS = ("claimed", "intent", "high-intent", "lost", "won")  # that a quick log may name
LONGEST_NAME = 50
LONGEST_TEXT = 2_000
LONGEST_OUTCOME = 200
LONGEST_ID = 64
MOST_DAYS = 3_650


def read_key(form: Form, key: Any) -> str:
    if isinstance(key, str) and key in KEYS:
        return key
    form.wrong("key", "must be one key: 1 to 9, a to z, or F1 to F12")
    return ""


def read_holder(form: Form, scope: Any, holder: Any, asker: str) -> Holder:
    """A person's are one's own, unless somebody else is named."""
    scope = form.choice("scope", scope, SCOPES)
    if scope == COMPANY:
        return WHOLE_COMPANY
    if scope == "team":
        return Holder(scope, form.text("holder", holder, LONGEST_ID))
    return Holder(scope, form.maybe_person("holder", holder) or asker)


def read(form: Form, given: Mapping[str, Any]) -> Template:
    return Template(
        name=form.title("name", given.get("name"), LONGEST_NAME),
        text=read_text(form, given.get("text")),
        channel=form.choice("channel", given.get("channel"), CHANNELS),
        outcome=form.title("outcome", given.get("outcome"), LONGEST_OUTCOME),
        next_contact_days=read_days(form, given.get("next_contact_days")),
        working_day=form.flag("working_day", given.get("working_day")),
        effects=read_effects(form, given.get("effects")),
        reached=form.flag("reached", given["reached"])
        if given.get("reached") is not None
        else None,
    )


def read_text(form: Form, text: Any) -> str:
    found = form.maybe_text("text", text, LONGEST_TEXT, lines=True) or ""
    unknown = sorted({name for name in PLACE.findall(found) if name not in PLACEHOLDERS})
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        form.wrong("text", f"nothing is known to fill {{{unknown[0]}}} with; there are: {known}")
    return found


def read_days(form: Form, days: Any) -> int | None:
    if days is None or (type(days) is int and 0 <= days <= MOST_DAYS):
        return days
    form.wrong("next_contact_days", f"must be a whole number of days from 0 to {MOST_DAYS}")
    return None


def read_effects(form: Form, effects: Any) -> tuple[Effect, ...]:
    if effects is None:
        return ()
    listed = isinstance(effects, list | tuple) and all(isinstance(one, dict) for one in effects)
    if not listed or len(effects) > len(EFFECTS):
        form.wrong("effects", f"must be a list of at most {len(EFFECTS)} objects")
        return ()
    found = tuple(read_effect(form, f"effects.{n}", one) for n, one in enumerate(effects))
    if len([one for one in found if one.do in MOVES]) > 1:
        form.wrong("effects", "must move the customer once: to a rung, or into a pool")
    if len({(one.do, one.to) for one in found}) < len(found):
        form.wrong("effects", "must name each list once")
    return found


def read_effect(form: Form, at: str, given: Mapping[str, Any]) -> Effect:
    do, to = form.choice(f"{at}.do", given.get("do"), EFFECTS), given.get("to")
    if do == "stage":
        return Effect(do, form.choice(f"{at}.to", to, RUNGS))
    if do == "list":
        return Effect(do, form.text(f"{at}.to", to, LONGEST_ID))
    if do == "release":
        return Effect(do, form.maybe_text(f"{at}.to", to, LONGEST_ID))  # None: where it came from
    if to is not None:
        form.wrong(f"{at}.to", f"is not asked for: {do} goes by one rung")
    return Effect(do)


def filled(text: str, values: Mapping[str, str]) -> str:
    """What is not known leaves no gap behind."""
    lines = PLACE.sub(lambda found: values.get(found[1], ""), text).split("\n")
    return "\n".join(re.sub(r" {2,}", " ", line).strip() for line in lines).strip()


def places(effects: Sequence[Effect], do: str) -> list[str]:
    """Into which pools, onto which lists."""
    return [effect.to for effect in effects if effect.do == do and effect.to]
