"""What a body or a query may hold: everything named, everything else refused, all errors told."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load
from werkzeug.datastructures import MultiDict

from gateway.fields import Several
from kernel.refusal import Invalid

ERRORS = 50  # told at once; a thousand of them help nobody
NAME = 100  # characters of a field's name that are repeated to the sender
GUESSED = 40  # characters of it that are compared with ours


class Shape(Schema):
    class Meta:
        unknown = RAISE

    error_messages = {"type": "Please send an object in curly brackets."}  # noqa: RUF012

    def handle_error(self, error: ValidationError, data: Any, **kwargs: Any) -> None:
        """Say which name was probably meant."""
        if isinstance(error.messages, dict):
            known = [field.data_key or name for name, field in self.fields.items()]
            unknown = sorted(set(error.messages) - {*known, "_schema"})
            for name in unknown[:ERRORS]:
                error.messages[name] = [no_such_field(name, known)]
            for name in unknown[ERRORS:]:  # to guess what each means would take minutes
                del error.messages[name]

    @post_load
    def given(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Null means not given: the service has the default."""
        return {name: value for name, value in data.items() if value is not None}


class Query(Shape):
    """What stands behind the question mark, where there is no null."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        without_null(field_obj)


def without_null(field: fields.Field[Any]) -> None:
    field.allow_none = False
    if "enum" in field.metadata:
        enum = [word for word in field.metadata["enum"] if word is not None]
        field.metadata = {**field.metadata, "enum": enum}


def no_such_field(name: str, known: list[str]) -> str:
    if not known:
        return "Please leave this out; nothing is needed here."
    if meant := get_close_matches(name[:GUESSED], known, 1):
        return f"There is no field of this name. Did you mean `{meant[0]}`?"
    return f"There is no field of this name. There are: {', '.join(known)}."


def load(shape: Shape, data: Any) -> dict[str, Any]:
    """The values; Invalid with every error when there is one."""
    try:
        loaded: dict[str, Any] = shape.load(data)
    except ValidationError as error:
        raise Invalid(errors=flat(error.messages)) from None
    return loaded


def load_query(shape: Query, query: MultiDict[str, str]) -> dict[str, Any]:
    """Only a field that is a list may be given more than once."""
    lists = {field.data_key or n for n, field in shape.fields.items() if isinstance(field, Several)}
    data = {name: values if name in lists else values[0] for name, values in query.lists()}
    twice = [name for name, values in query.lists() if len(values) > 1 and name not in lists]
    if twice:
        message = "Please give it once; it is there several times."
        raise Invalid(errors=[{"field": name[:NAME], "message": message} for name in twice])
    return load(shape, data)


def flat(messages: Any) -> list[dict[str, str]]:
    """`{"phones": {0: [m]}}` as `[{"field": "phones.0", "message": m}]`, by field."""
    found = ({"field": field, "message": message} for field, message in walk(messages, ""))
    return sorted(found, key=lambda error: error["field"])[:ERRORS]


def walk(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            here = "" if name == "_schema" else str(name)[:NAME]
            yield from walk(inner, ".".join(filter(None, (path, here))))
    else:
        for message in messages:
            yield path or "body", message
