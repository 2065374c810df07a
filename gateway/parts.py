"""Objects within a body, and bodies that change only what they mention."""

from math import isfinite
from typing import Any

from marshmallow import fields, post_load

from gateway.fields import Value, says
from gateway.queries import plain
from gateway.shape import Shape


class Part(Value, fields.Nested):
    """An object within another one."""


class Patch(Shape):
    """A JSON merge patch (RFC 7396): not mentioned stays, null clears, a list is replaced."""

    @post_load
    def given(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return data


class Number(Value):
    """A number within bounds."""

    default_error_messages = says(invalid="Please send a number from {least} to {most}.")

    def __init__(self, least: float, most: float, whole: bool = False, **options: Any) -> None:
        self.least, self.most, self.whole = least, most, whole
        kind = "integer" if whole else "number"
        shape = {"type": kind, "minimum": least, "maximum": most}
        super().__init__(metadata=shape | options.pop("metadata", {}), **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        allowed = int if self.whole else int | float
        value = plain(value) if self.whole else value
        number = isinstance(value, allowed) and not isinstance(value, bool)
        if not number or not isfinite(value) or not self.least <= value <= self.most:
            raise self.make_error("invalid", least=self.least, most=self.most)
        return value
