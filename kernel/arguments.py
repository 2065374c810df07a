"""Do these named values fit that method? Looked up once per method, compared once per call."""

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

from kernel.refusal import Invalid

NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


class Arguments:
    """Of a method: its first parameter is `self`. With `**` it judges other names itself."""

    def __init__(self, method: Callable[..., Any]) -> None:
        itself, *parameters = signature(method).parameters.values()
        self.itself = itself.name
        self.open = any(each.kind is Parameter.VAR_KEYWORD for each in parameters)
        self.names = {each.name for each in parameters if each.kind in NAMED}
        self.required = {
            each.name
            for each in parameters
            if each.kind in NAMED and each.default is Parameter.empty
        }

    def check(self, args: Mapping[str, Any]) -> None:
        """Raises Invalid that names each one too many or too few."""
        unknown = args.keys() - self.names
        if self.open:
            unknown &= {self.itself}
        if self.required <= args.keys() and not unknown:
            return
        errors = [(name, "missing") for name in sorted(self.required - args.keys())]
        errors += [(name, "unknown") for name in sorted(unknown)]
        named = [{"field": name, "message": message} for name, message in errors]
        raise Invalid("wrong-arguments", "", errors=named)
