"""The choices that a field offers: added, renamed, retired; what was recorded stays as it was."""

from datetime import datetime

from kernel import NotFound, Rejected
from kernel.context import Context
from services.customer.catalogue import Catalogue, Choice, Field
from services.customer.definitions import (
    MOST_CHOICES,
    WITH_CHOICES,
    Decision,
    require_field,
    require_free,
)
from services.customer.events import CLASSES, ChoiceAdded, ChoiceRenamed, ChoiceRetired


def add_choice(
    catalogue: Catalogue, asker: Context, field_id: str, name: str, at: datetime
) -> Decision:
    field = require_choices(catalogue, asker, field_id)
    if field.chosen(name):
        return []
    if len(field.choices) >= MOST_CHOICES:
        raise Rejected("too-many-choices", f"a field has at most {MOST_CHOICES} choices")
    choice_id = str(len(field.choices) + 1)
    return [ChoiceAdded(field_id, choice_id, name, asker.actor, at)]


def rename_choice(
    catalogue: Catalogue, asker: Context, field_id: str, choice_id: str, name: str, at: datetime
) -> Decision:
    """What was recorded under the old name stays as it was."""
    field = require_choices(catalogue, asker, field_id)
    choice = require_choice(field, choice_id)
    if choice.name == name:
        return []
    require_free(name, [one.name for one in field.offered if one.id != choice_id])
    return [ChoiceRenamed(field_id, choice_id, name, choice.name, asker.actor, at)]


def retire_choice(
    catalogue: Catalogue, asker: Context, field_id: str, choice_id: str, at: datetime
) -> Decision:
    choice = require_choice(require_choices(catalogue, asker, field_id), choice_id)
    return [] if choice.retired else [ChoiceRetired(field_id, choice_id, asker.actor, at)]


def require_choices(catalogue: Catalogue, asker: Context, field_id: str) -> Field:
    field = require_field(catalogue, asker, field_id)
    if field.kind not in WITH_CHOICES:
        raise Rejected("no-choices", f"only {', '.join(CLASSES)} and fields of choices have any")
    return field


def require_choice(field: Field, choice_id: str) -> Choice:
    if choice_id not in field.choices:
        raise NotFound(what="choice", id=choice_id)
    return field.choices[choice_id]
