"""What the source of a dataclass says of it: its docstring, and the comment beside each field.

So a published event is described where it is defined, once, for colleagues and for subscribers.
"""

import ast
import inspect
import re
import tokenize
from dataclasses import is_dataclass
from io import StringIO
from textwrap import dedent

JSON = {"None": "null", "True": "true", "False": "false"}


def said(cls: type) -> str:
    """Its docstring; without one its name as a sentence, CustomerClaimed as Customer claimed."""
    if written := ast.get_docstring(parsed(source(cls))):
        return written
    return re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).capitalize() + "."


def notes(cls: type) -> dict[str, str]:
    """Each field's comment, as far as it has one; those of inherited fields too."""
    found: dict[str, str] = {}
    for one in reversed(cls.__mro__):
        if is_dataclass(one):
            found |= own(source(one))
    return found


def source(cls: type) -> str:
    return dedent(inspect.getsource(cls))


def own(text: str) -> dict[str, str]:
    """Beside the field, or else on the line above it."""
    told, rows = comments(text), text.splitlines()
    above = {line + 1: note for line, note in told.items() if rows[line - 1].lstrip()[0] == "#"}
    beside = above | told
    lines = {
        statement.target.id: statement.end_lineno or statement.lineno
        for statement in parsed(text).body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }
    return {name: beside[line] for name, line in lines.items() if line in beside}


def comments(text: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(StringIO(text).readline)
    return {
        token.start[0]: in_json(token.string.lstrip("# "))
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def in_json(text: str) -> str:
    """What colleagues call None, others call null."""
    return re.sub(r"\b(None|True|False)\b", lambda found: JSON[found[0]], text)


def parsed(text: str) -> ast.ClassDef:
    [found] = ast.parse(text).body
    assert isinstance(found, ast.ClassDef)
    return found
