"""The templates of quick logs: each bound to a key, of a person, of a team or of the company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from string import ascii_lowercase
from typing import Any, assert_never

from kernel import Aggregate, Forbidden, NotFound
from kernel.context import Context
from services.activity.events import (
    Template,
    TemplateChanged,
    TemplateDefined,
    TemplateEvent,
    TemplateRetired,
    TemplateUsed,
)
from services.rights import LEADS, require_staff

KEYS = (*"123456789", *ascii_lowercase, *(f"F{number}" for number in range(1, 13)))
SCOPES = ("person", "team", "company")
COMPANY = "company"
UNKNOWN = "unknown-key"


@dataclass(frozen=True)
class Holder:
    """Whose templates they are."""

    scope: str
    id: str

    @property
    def book(self) -> str:
        return COMPANY if self.scope == COMPANY else f"{self.scope}/{self.id}"


WHOLE_COMPANY = Holder(COMPANY, COMPANY)


@dataclass(frozen=True)
class Bound:
    """What is bound to a key; a retired one keeps its number, so that none is given twice."""

    version: int
    template: Template | None = None


@dataclass(frozen=True)
class Book:
    keys: Mapping[str, Bound] = field(default_factory=dict)


def define(
    book: Book, asker: Context, led: bool, holder: Holder, key: str, template: Template,
    at: datetime,
) -> list[TemplateEvent]:  # fmt: skip
    require_may_set(asker, holder, led)
    bound = book.keys.get(key, Bound(0))
    before = bound.template
    if before == template:
        return []
    about: dict[str, Any] = {"scope": holder.scope, "holder": holder.id, "key": key}
    about |= {"version": bound.version + 1, "by": asker.actor, "at": at}
    if before is None:
        return [TemplateDefined(**told(template), **about)]
    changed = tuple(
        name for name, value in told(template).items() if getattr(before, name) != value
    )
    return [TemplateChanged(**told(template), **about, changed=changed)]


def retire(
    book: Book, asker: Context, led: bool, holder: Holder, key: str, at: datetime
) -> list[TemplateEvent]:
    require_may_set(asker, holder, led)
    bound = book.keys.get(key)
    if bound is None:
        raise NotFound(UNKNOWN, f"no template is bound to {key} there", keys=live(book))
    if bound.template is None:
        return []
    return [TemplateRetired(holder.scope, holder.id, key, bound.version, asker.actor, at)]


def used(books: Sequence[tuple[Holder, Book]], key: str) -> tuple[Template, TemplateUsed]:
    """Of those books the first that has it: one's own, the team's, the company's."""
    for holder, book in books:
        bound = book.keys.get(key)
        if bound and bound.template:
            return bound.template, TemplateUsed(holder.scope, holder.id, key, bound.version)
    known = ordered({key for _, book in books for key in live(book)})
    there = f"there are: {', '.join(known)}" if known else "there is none yet: define one"
    raise NotFound(UNKNOWN, f"no template is bound to this key; {there}", keys=known)


def live(book: Book) -> list[str]:
    return ordered({key for key, bound in book.keys.items() if bound.template})


def ordered(keys: set[str]) -> list[str]:
    """As they lie on a keyboard's rows of this list."""
    return [key for key in KEYS if key in keys]


def require_may_set(asker: Context, holder: Holder, led: bool) -> None:
    """One's own; those of people whom one sees, of teams that one leads, or the company's."""
    require_staff(asker)
    if holder.scope == "person" and holder.id == asker.actor:
        return
    theirs = {
        "person": asker.sees(holder.id),
        "team": asker.sees_all or led,
        COMPANY: asker.sees_all,
    }[holder.scope]
    if asker.role not in LEADS or not theirs:
        raise Forbidden(
            "role-not-allowed",
            f"templates of this {holder.scope} are set by who leads it: define one of your own",
        )


def told(template: Template) -> dict[str, Any]:
    """What an event tells of a template."""
    return {field.name: getattr(template, field.name) for field in fields(Template)}


def evolve(book: Book, event: TemplateEvent) -> Book:
    match event:
        case TemplateDefined() | TemplateChanged():
            bound = Bound(event.version, Template(**told(event)))
        case TemplateRetired():
            bound = Bound(event.version)
        case _:
            assert_never(event)
    return replace(book, keys={**book.keys, event.key: bound})


BOOK = Aggregate("quick-logs", Book(), evolve, TemplateEvent, implicit=True)
