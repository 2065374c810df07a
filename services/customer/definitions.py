"""How fields are defined, renamed, required, ordered and retired; their choices: `choices.py`."""

from collections.abc import Sequence
from datetime import datetime

from kernel import Invalid, NotFound, Rejected
from kernel.context import Context
from services.customer.catalogue import Catalogue, Field
from services.customer.events import (
    BUILT_IN,
    FieldChoice,
    FieldDefined,
    FieldEvent,
    FieldRenamed,
    FieldRequired,
    FieldRetired,
    FieldsOrdered,
)
from services.rights import require_lead

MOST_FIELDS = 100  # that are in use at once
MOST_CHOICES = 200  # of a field, retired ones included
WITH_CHOICES = frozenset({"choice", "multi-choice"})
Decision = list[FieldEvent]


def define(
    catalogue: Catalogue, asker: Context, field_id: str, name: str, kind: str,
    choices: Sequence[str], at: datetime,
) -> Decision:  # fmt: skip
    require_lead(asker, "define fields")
    if field_id in catalogue.fields:
        return []
    in_use = [one for one in catalogue.fields.values() if not one.retired]
    if len(in_use) - len(BUILT_IN) >= MOST_FIELDS:
        raise Rejected("too-many-fields", f"at most {MOST_FIELDS} fields: retire one first")
    require_free(name, [one.name for one in in_use])
    if choices and kind not in WITH_CHOICES:
        raise wrong("choices", f"a {kind} has none")
    for place, choice in enumerate(choices):
        require_free(choice, choices[:place])
    offered = tuple(FieldChoice(str(n), choice) for n, choice in enumerate(choices, start=1))
    return [FieldDefined(field_id, name, kind, offered, asker.actor, at)]


def rename(
    catalogue: Catalogue, asker: Context, field_id: str, name: str, at: datetime
) -> Decision:
    field = require_field(catalogue, asker, field_id)
    if field.name == name:
        return []
    others = (one for one in catalogue.fields.values() if one.id != field_id and not one.retired)
    require_free(name, [one.name for one in others])
    return [FieldRenamed(field_id, name, field.name, asker.actor, at)]


def require(
    catalogue: Catalogue, asker: Context, field_id: str, required: bool, levels: Sequence[str],
    at: datetime,
) -> Decision:  # fmt: skip
    """Without levels it is asked of every customer."""
    field = require_field(catalogue, asker, field_id)
    wanted = tuple(dict.fromkeys(levels)) if required else ()
    if (field.required, field.levels) == (required, wanted):
        return []
    return [FieldRequired(field_id, required, wanted, asker.actor, at)]


def order(catalogue: Catalogue, asker: Context, ids: Sequence[str], at: datetime) -> Decision:
    require_lead(asker, "order fields")
    if unknown := [id for id in ids if id not in catalogue.fields]:
        raise wrong("order", f"names what is no field: {unknown[0][:100]}")
    wanted = tuple(dict.fromkeys(ids))
    if tuple(catalogue.fields)[: len(wanted)] == wanted:
        return []
    return [FieldsOrdered(wanted, asker.actor, at)]


def retire(catalogue: Catalogue, asker: Context, field_id: str, at: datetime) -> Decision:
    """Values stay where they were recorded."""
    require_lead(asker, "retire fields")
    if field_id in BUILT_IN:
        raise Rejected("built-in", "this field belongs to every profile")
    known = catalogue.fields.get(field_id)
    if known is None:
        raise NotFound(what="field", id=field_id)
    return [] if known.retired else [FieldRetired(field_id, asker.actor, at)]


def require_field(catalogue: Catalogue, asker: Context, field_id: str) -> Field:
    require_lead(asker, "define fields")
    known = catalogue.fields.get(field_id)
    if known is None or known.retired:
        raise NotFound(what="field", id=field_id)
    return known


def require_free(name: str, others: Sequence[str]) -> None:
    if name.casefold() in {other.casefold() for other in others}:
        raise Rejected("name-taken", f"there is another one called {name}", name=name)


def wrong(field: str, message: str) -> Invalid:
    return Invalid("invalid", "the input has errors", errors=[{"field": field, "message": message}])
