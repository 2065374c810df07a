"""The catalogue of fields: those of every profile, and those that the company has defined."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from kernel import Aggregate
from services.customer.events import (
    BUILT_IN,
    CLASSES,
    ChoiceAdded,
    ChoiceEvent,
    ChoiceRenamed,
    ChoiceRetired,
    FieldDefined,
    FieldEvent,
    FieldRenamed,
    FieldRequired,
    FieldRetired,
    FieldsOrdered,
    OneFieldEvent,
)

BUILT_IN_KIND = "built-in"
ONE = "fields"  # id of the only catalogue there is


@dataclass(frozen=True)
class Choice:
    id: str
    name: str
    retired: bool = False


@dataclass(frozen=True)
class Field:
    id: str
    name: str
    kind: str
    choices: Mapping[str, Choice] = field(default_factory=dict)
    version: int = 1  # how often its definition has been told
    required: bool = False
    levels: tuple[str, ...] = ()
    retired: bool = False

    @property
    def offered(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices.values() if not choice.retired)

    def chosen(self, word: object) -> Choice | None:
        """By its id or by its present name, which nobody has to spell exactly."""
        if not isinstance(word, str):
            return None
        same = word.strip().casefold()
        return next((c for c in self.offered if same in (c.id, c.name.casefold())), None)


def built_in(id: str, name: str) -> Field:
    return Field(id, name, "choice" if id in CLASSES else BUILT_IN_KIND, version=0)


@dataclass(frozen=True)
class Catalogue:
    fields: Mapping[str, Field]

    def custom(self, id: str) -> Field | None:
        """One that the company has defined and still uses."""
        found = self.fields.get(id)
        return found if found and id not in BUILT_IN and not found.retired else None


EMPTY = Catalogue({id: built_in(id, name) for id, name in BUILT_IN.items()})


def evolve(catalogue: Catalogue, event: FieldEvent) -> Catalogue:
    if isinstance(event, FieldsOrdered):
        named = {id: catalogue.fields[id] for id in event.order if id in catalogue.fields}
        return replace(catalogue, fields={**named, **without(catalogue.fields, named)})
    changed = defined(catalogue.fields.get(event.field_id), event)
    return replace(catalogue, fields={**catalogue.fields, event.field_id: changed})


def without(fields: Mapping[str, Field], named: Mapping[str, Field]) -> dict[str, Field]:
    return {id: one for id, one in fields.items() if id not in named}


def defined(known: Field | None, event: OneFieldEvent) -> Field:
    if isinstance(event, FieldDefined) or known is None:
        return begun(event)
    newer = replace(known, version=known.version + 1)
    match event:
        case FieldRenamed():
            return replace(newer, name=event.name)
        case FieldRequired():
            return replace(newer, required=event.required, levels=event.levels)
        case FieldRetired():
            return replace(newer, retired=True)
        case _:
            return replace(newer, choices=chosen(known.choices, event))


def begun(event: OneFieldEvent) -> Field:
    if not isinstance(event, FieldDefined):
        return Field(event.field_id, "", "text")
    choices = {choice.id: Choice(choice.id, choice.name) for choice in event.choices}
    return Field(event.field_id, event.name, event.kind, choices)


def chosen(known: Mapping[str, Choice], event: ChoiceEvent) -> dict[str, Choice]:
    before = known.get(event.choice_id)
    match event:
        case ChoiceAdded():
            after = Choice(event.choice_id, event.name)
        case ChoiceRenamed():
            after = Choice(event.choice_id, event.name, bool(before and before.retired))
        case ChoiceRetired():
            after = Choice(event.choice_id, before.name if before else "", retired=True)
        case _:
            assert_never(event)
    return {**known, event.choice_id: after}


CATALOGUE = Aggregate("catalogue", EMPTY, evolve, FieldEvent, implicit=True)
