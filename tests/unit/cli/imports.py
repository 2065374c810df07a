"""Which top-level modules outside the standard library the a source file imports."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path


def imported(path: Path) -> set[str]:
    return set(modules(ast.parse(path.read_text()))) - sys.stdlib_module_names


def modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
