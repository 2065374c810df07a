"""Who is named to have something must work here, where the organisation knows who does at all."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from marshmallow import Schema, fields

from gateway.names import Person
from gateway.organisation import Organisation
from gateway.shape import ERRORS
from kernel.refusal import Invalid

Company = Callable[[bool], Organisation]  # as it was a second ago; if true, as it is now


def nobody(now: bool) -> Organisation:
    return Organisation()


class Colleague(Person):
    """Somebody who is given something: a misspelt name would take it where nobody looks."""

    def __init__(self, unless: str | None = None, **options: Any) -> None:
        """`unless`: name of the flag by which who never worked here is let pass."""
        super().__init__(**options)
        self.unless = unless


def require_known(company: Company, shape: Schema, body: Mapping[str, Any], asker: str) -> None:
    """A no is said by the organisation as it is now. Raises Invalid with each of them."""
    people = [one for one in named(shape, body) if one[1] != asker]
    if not strangers(company(False), people):
        return
    organisation = company(True)
    if unknown := strangers(organisation, people):
        errors = [{"field": at, "message": told(organisation, who)} for at, who in unknown[:ERRORS]]
        raise Invalid(errors=errors)


def strangers(
    organisation: Organisation, people: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Where nobody is registered, the tokens alone say who works here."""
    known = organisation.people
    return [one for one in people if known and one[1] not in known]


def told(organisation: Organisation, person: str) -> str:
    active = [one.login for one in organisation.people.values() if one.active]
    meant = get_close_matches(person, active, 1)
    guess = f" Did you mean `{meant[0]}`?" if meant else " /v1/people says who does."
    return f"Nobody called `{person}` works here.{guess}"


def named(shape: Schema, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """All colleagues in a body, each with its place; what is handed on unread may be anything."""
    if not isinstance(body, Mapping):
        return
    for name, field in shape.fields.items():
        if body.get(name) is not None and not let_pass(field, body):
            yield from within(field, body[name], field.data_key or name)


def let_pass(field: Any, body: Mapping[str, Any]) -> bool:
    return isinstance(field, Colleague) and bool(field.unless and body.get(field.unless))


def within(field: Any, value: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(field, Colleague):
        yield at, value
    elif isinstance(field, fields.Nested):
        yield from ((f"{at}.{inner}", who) for inner, who in named(field.schema, value))
    elif isinstance(value, list) and (inner := getattr(field, "inner", None)):
        for place, one in enumerate(value):
            yield from within(inner, one, f"{at}.{place}")
