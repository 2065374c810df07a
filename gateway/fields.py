"""The kinds of value that bodies and queries hold, each with messages that say what to do."""

import re
from typing import Any

from marshmallow import fields

CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
CONTROL_BUT_LINES = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
BLANK = " \t\n\u3000\xa0"
BLANK_IN_PATTERN = r" \t\n\u3000\xa0"
AROUND = rf"(?:[{BLANK_IN_PATTERN}]|\r\n)*"


def says(**messages: str) -> dict[str, Any]:
    """What a field answers to each kind of mistake."""
    return dict(messages)


class Value(fields.Field[Any]):
    """Not given and null are the same, unless it is required."""

    default_error_messages = says(
        required="Please give a value.", null="Please give a value, not null."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("allow_none", not options.get("required"))
        super().__init__(*args, **options)


class Text(Value, fields.String):
    """Trimmed text; blank means not given. Only with `lines` may it have line breaks and tabs."""

    default_error_messages = says(
        invalid="Please send text in quotes.",
        control="Please take out the control characters (such as NUL); they cannot be kept.",
        long="Please shorten it to {longest} characters; it has {length}.",
    )

    def __init__(self, longest: int, *, lines: bool = False, **options: Any) -> None:
        allowed = CONTROL_BUT_LINES if lines else CONTROL
        self.longest = longest
        self.forbidden = re.compile(f"[{allowed}]")
        shape = {"maxLength": longest, "pattern": pattern(allowed, options.get("required", False))}
        super().__init__(metadata=shape | options.pop("metadata", {}), **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        text = value.replace("\r\n", "\n").strip(BLANK)
        if self.forbidden.search(text):
            raise self.make_error("control")
        if len(value) > self.longest:  # as it was sent: so is the published `maxLength`
            raise self.make_error("long", longest=self.longest, length=len(value))
        if self.required and not text:
            raise self.make_error("required")
        return text or None


def trimmed(shape: str) -> str:
    """For the published schema: what looks so once the blanks around it are gone."""
    return f"^{AROUND}(?:{shape}){AROUND}$"


def pattern(forbidden: str, required: bool) -> str:
    """For the published schema: what we take, blanks around it included, in one way to match it."""
    seen = f"[^{BLANK_IN_PATTERN}{forbidden}]"
    if forbidden == CONTROL_BUT_LINES:
        some = rf"{seen}(?:[^{forbidden}]|\r\n)*"
    else:
        some = f"{seen}(?:[^{forbidden}]*{seen})?{AROUND}"
    return f"^{AROUND}{some}$" if required else f"^{AROUND}(?:{some})?$"


class Choice(Value):
    """One word of a few."""

    default_error_messages = says(unknown="Please choose one of: {words}.")

    def __init__(self, *words: str, says: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.words = words
        self.metadata = {"type": "string", "enum": [*words, *([None] * self.allow_none)]}
        self.metadata |= {"description": says} if says else {}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value not in self.words:
            raise self.make_error("unknown", words=", ".join(self.words))
        return value


class Flag(Value, fields.Boolean):
    """True or false, and nothing that only looks like it."""

    default_error_messages = says(invalid="Please send true or false, without quotes.")

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Several(Value, fields.List[Any]):
    """A list of at most `most`, and of at least `least` where it is given at all."""

    default_error_messages = says(
        invalid="Please send a list in square brackets.",
        many="Please send at most {most}; there are {count}.",
        few="Please send at least {least}.",
    )

    def __init__(
        self, item: fields.Field[Any], most: int, *, least: int = 0, **options: Any
    ) -> None:
        self.most, self.least = most, least
        told = {"maxItems": most} | ({"minItems": least} if least else {})
        told |= options.pop("metadata", {})
        super().__init__(cls_or_instance=item, metadata=told, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.most:
            raise self.make_error("many", most=self.most, count=len(value))
        if isinstance(value, list) and len(value) < self.least:
            raise self.make_error("few", least=self.least)
        return super()._deserialize(value, attr, data, **kwargs)
