"""The stages of a pipeline, read from what somebody typed: every mistake with its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.form import Form
from services.pipeline.conditions import FIELDS, HEARD_OF, MET
from services.pipeline.events import EntryCondition, PipelineStage
from services.pipeline.remembered import CLOSED

MOST_STAGES = 20
MOST_CONDITIONS = 20
MOST_DAYS = 3_650
TOLD_LATER = ("contact", "items")
TOLD_AT_OPENING = ("product", "expected_close")  # of the fields
LONGEST_NAME = 100
STAGE_ID = "must be 1 to 64 letters, digits and dashes, as first-offer, and neither won nor lost"


def read(form: Form, stages: Any) -> tuple[PipelineStage, ...]:
    given = listed(form, "stages", stages, MOST_STAGES)
    if not given:
        form.wrong("stages", "must name at least one stage")
    found = tuple(stage(form, f"stages.{place}", one) for place, one in enumerate(given))
    ids = [one.id for one in found]
    if len(set(ids)) != len(ids):
        form.wrong("stages", "must not name the same stage twice")
    for place, one in enumerate(found):
        if strange := [id for id in one.back_to if id not in ids[:place]]:
            form.wrong(f"stages.{place}.back_to", f"{', '.join(strange)} does not come before it")
    if found:
        require_open_to_all(form, found[0])
    return found


def require_open_to_all(form: Form, first: PipelineStage) -> None:
    """On the first stage deals are opened: it asks for nothing that is only told of one later."""
    for place, one in enumerate(first.conditions):
        if one.kind in TOLD_LATER or (one.kind == "field" and one.field not in TOLD_AT_OPENING):
            says = f"{one.field or one.kind} is told of a deal after it was opened"
            where = f"stages.0.conditions.{place}"
            form.wrong(where, f"no deal could be opened: {says}, so ask for it on a later stage")


def stage(form: Form, where: str, given: Mapping[str, Any]) -> PipelineStage:
    days = given.get("expected_days")
    back = form.texts(f"{where}.back_to", given.get("back_to"), MOST_STAGES, 64)
    return PipelineStage(
        id=form.read(f"{where}.id", given.get("id"), stage_id, ""),
        name=form.title(f"{where}.name", given.get("name", given.get("id")), LONGEST_NAME),
        probability=whole(form, f"{where}.probability", given.get("probability"), 0, 100),
        expected_days=None if days is None else whole(
            form, f"{where}.expected_days", days, 1, MOST_DAYS
        ),
        back_to=tuple(back),
        conditions=conditions(form, f"{where}.conditions", given.get("conditions")),
    )  # fmt: skip


def conditions(form: Form, where: str, given: Any) -> tuple[EntryCondition, ...]:
    several = listed(form, where, given, MOST_CONDITIONS)
    return tuple(condition(form, f"{where}.{place}", one) for place, one in enumerate(several))


def condition(form: Form, where: str, given: Mapping[str, Any]) -> EntryCondition:
    kind = form.choice(f"{where}.kind", given.get("kind"), tuple(MET))
    days, named = given.get("days"), given.get("field")
    if (days is not None) != (kind in HEARD_OF):
        form.wrong(f"{where}.days", f"must be given for {' and '.join(HEARD_OF)}, and for no other")
    elif days is not None:
        days = whole(form, f"{where}.days", days, 1, MOST_DAYS)
    if (named is not None) != (kind == "field"):
        form.wrong(f"{where}.field", "must be given for field, and for no other")
    elif named is not None:
        named = form.choice(f"{where}.field", named, FIELDS)
    return EntryCondition(kind, days, named)


def listed(form: Form, where: str, given: Any, most: int) -> Sequence[Mapping[str, Any]]:
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > most:
        form.wrong(where, f"must be a list of at most {most}")
        return []
    if not all(isinstance(one, dict) for one in given):
        form.wrong(where, "must be a list of objects")
        return []
    return given


def stage_id(value: Any) -> str:
    plain = isinstance(value, str) and value.isascii() and value.replace("-", "a").isalnum()
    if not plain or len(value) > 64 or value.startswith("-") or value in CLOSED:
        raise ValueError(STAGE_ID)
    return str(value)


def whole(form: Form, where: str, value: Any, least: int, most: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    form.wrong(where, f"must be a whole number from {least} to {most}")
    return least
