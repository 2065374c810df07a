"""JSON as other people send it: one meaning or a refusal, never a guess."""

import json
from math import isfinite
from typing import Any

from kernel.refusal import Invalid

DEPTH = 16  # our deepest document has four levels
DIGITS = 30  # no amount, count or position of ours has more


def read_json(body: bytes) -> Any:
    """The value; Invalid `broken-json` says where it breaks, `unsafe-json` what could mislead."""
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(
            text,
            object_pairs_hook=unique,
            parse_constant=no_constant,
            parse_float=finite,
            parse_int=short,
        )
    except UnicodeDecodeError as error:
        at = error.start + 1
        raise broken(f"is not UTF-8 (byte {at}); please save and send it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise broken(
            f"breaks off at line {error.lineno}, column {error.colno}: {error.msg}",
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise too_deep() from None
    check(value)
    return value


def check(value: Any, level: int = 1) -> None:
    """Refuse what parses but cannot be kept: deep nests and halves of characters."""
    if isinstance(value, str):
        whole(value)
    elif isinstance(value, list | dict):
        if level > DEPTH:
            raise too_deep()
        for part in [*value, *value.values()] if isinstance(value, dict) else value:
            check(part, level + 1)


def whole(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise unsafe("has half a character (a lone surrogate); send the whole one") from None


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise unsafe(f"names {name[:100]!r} twice; keep the one you mean")
        members[name] = value
    return members


def no_constant(name: str) -> Any:
    raise unsafe(f"holds {name}, which is no number; leave the field out instead")


def finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise unsafe("holds a number too large to keep")
    return number


def short(digits: str) -> int:
    if len(digits) > DIGITS:
        raise unsafe("holds a number too large to keep")
    return int(digits)


def broken(what: str, **fields: Any) -> Invalid:
    return Invalid("broken-json", f"We could not read your JSON: it {what}.", **fields)


def unsafe(what: str) -> Invalid:
    return Invalid("unsafe-json", f"We would rather not guess what your JSON means: it {what}.")


def too_deep() -> Invalid:
    return Invalid(
        "too-deep", f"Your JSON is nested more than {DEPTH} levels deep; please send it flatter."
    )
