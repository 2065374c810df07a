"""What somebody says in a follow-up, read field by field."""

from collections.abc import Callable, Mapping
from typing import Any

from kernel.form import Form
from services.activity.contact import CHANNELS
from services.activity.events import Promise

LONGEST_OUTCOME = 200
LONGEST_NOTE = 10_000
LONGEST_PROMISE = 1_000
MOST_CONTACTS = 50
MOST_PROMISES = 20

Values = dict[str, Any]
Reader = Callable[[Form, Any], Any]


def text(field: str) -> Reader:
    return lambda form, given: form.maybe_text(field, given, LONGEST_NOTE, lines=True)


def contacts(form: Form, given: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.texts("contacts", given, MOST_CONTACTS, 64)))


READERS: Mapping[str, Reader] = {
    "channel": lambda form, given: form.choice("channel", given, CHANNELS),
    "outcome": lambda form, given: form.text("outcome", given, LONGEST_OUTCOME),
    "note": lambda form, given: text("note")(form, given) or "",
    "next_contact_at": lambda form, given: form.maybe_time("next_contact_at", given),
    "needs": text("needs"),
    "discussed": text("discussed"),
    "market_info": text("market_info"),
    "contacts": contacts,
    "opportunity_id": lambda form, given: form.maybe_text("opportunity_id", given, 64),
    "reached": lambda form, given: None if given is None else form.flag("reached", given),
}


def whole(form: Form, given: Mapping[str, Any]) -> Values:
    """Every field of a new one; what is not given is empty."""
    return {name: read(form, given.get(name)) for name, read in READERS.items()}


def changes(form: Form, given: Any) -> Values:
    """Those that are mentioned: null and [] clear."""
    if not isinstance(given, Mapping):
        form.wrong("changes", "must be an object")
        return {}
    for name in sorted(given.keys() - READERS.keys(), key=str):
        form.wrong(str(name)[:100], "is nothing that can be amended")
    return {name: read(form, given[name]) for name, read in READERS.items() if name in given}


def promises(
    form: Form, given: Any, author: str, made: Callable[[int], str]
) -> tuple[Promise, ...]:
    """`made` names the commitment at each place. Who promises keeps it, unless another is named."""
    if given is None:
        return ()
    if not isinstance(given, list | tuple) or len(given) > MOST_PROMISES:
        form.wrong("promises", f"must be a list of at most {MOST_PROMISES}")
        return ()
    found = (promise(form, one, f"promises.{n}", author, made(n)) for n, one in enumerate(given))
    return tuple(one for one in found if one is not None)


def promise(form: Form, given: Any, where: str, author: str, id: str) -> Promise | None:
    if not isinstance(given, Mapping) or given.keys() - {"text", "due_on", "owner"}:
        form.wrong(where, "must have a text, due_on, and perhaps an owner")
        return None
    said = form.text(f"{where}.text", given.get("text"), LONGEST_PROMISE)
    due_on = form.maybe_day(f"{where}.due_on", given.get("due_on"))
    if given.get("due_on") is None:
        form.wrong(f"{where}.due_on", "must be the day by which it is kept, as 2026-01-31")
    owner = form.maybe_person(f"{where}.owner", given.get("owner")) or author
    return Promise(id, said, due_on, owner) if due_on else None
