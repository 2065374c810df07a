"""Events as JSON Schema 2020-12: what the codec writes, for those who read it elsewhere.

Nothing is used that draft 07 does not understand as well. An object may have members that its
schema does not know: fields are added. A field with a default may be absent: what happened before
it was added is passed on as it was recorded.
"""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from kernel.codec import Codec
from kernel.field_notes import notes, said
from kernel.personal import PERSONAL
from kernel.shape import conversion, default_of

Schema = dict[str, Any]
Schemas = dict[str, Schema]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


def schemas(codec: Codec) -> Schemas:
    """Each event in its newest version as `Name.vN`, and as `Name` what events are made of."""
    found: Schemas = {}
    for name, cls in codec.types.items():
        found[f"{name}.v{codec.versions[name]}"] = described(cls, found)
    return found


def described(cls: type, shapes: Schemas) -> Schema:
    hints, noted = get_type_hints(cls, include_extras=True), notes(cls)
    properties = {
        field.name: beside_type(told(hints[field.name], shapes), field, hints[field.name], noted)
        for field in fields(cls)
    }
    required = [field.name for field in fields(cls) if default_of(field) is None]
    told_of = {"type": "object", "description": said(cls), "properties": properties}
    return told_of | ({"required": required} if required else {})


def beside_type(schema: Schema, field: Any, hint: Any, noted: dict[str, str]) -> Schema:
    """What is said of a field besides its type; draft 07 sees nothing beside a reference."""
    found: Schema = {}
    if field.name in noted:
        found["description"] = noted[field.name]
    if default := default_of(field):
        pair = conversion(plain(hint))
        found["default"] = pair[0](default()) if pair else default()
    if PERSONAL in getattr(hint, "__metadata__", ()):
        found["x-personal"] = True
    return ({"allOf": [schema]} if found and "$ref" in schema else schema) | found


def told(hint: Any, shapes: Schemas) -> Schema:
    hint = plain(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        [kind] = [arg for arg in args if arg is not NoneType]
        return or_null(told(kind, shapes))
    if origin is tuple:
        return {"type": "array", "items": told(args[0], shapes)}
    return referred(hint, shapes) if is_dataclass(hint) else dict(SCALARS[hint])


def or_null(schema: Schema) -> Schema:
    if "type" in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def referred(cls: Any, shapes: Schemas) -> Schema:
    if cls.__name__ not in shapes:
        shapes[cls.__name__] = {}  # it might hold itself
        shapes[cls.__name__] = described(cls, shapes)
    return {"$ref": f"#/$defs/{cls.__name__}"}


def plain(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint
