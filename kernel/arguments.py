"""Do these named values fit that method? Looked up once per method, compared once per call."""

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

from kernel.refusal import Invalid

NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


class Arguments:
    """Of a method: its first parameter is `self`."""

    def __init__(self, method: Callable[..., Any]) -> None:
        parameters = list(signature(method).parameters.values())[1:]
        self.names = {each.name for each in parameters if each.kind in NAMED}
        self.required = {
            each.name
            for each in parameters
            if each.kind in NAMED and each.default is Parameter.empty
        }

    def check(self, args: Mapping[str, Any]) -> None:
        """Raises Invalid that names each one too many or too few."""
        if self.required <= args.keys() <= self.names:
            return
        errors = [(name, "missing") for name in sorted(self.required - args.keys())]
        errors += [(name, "unknown") for name in sorted(args.keys() - self.names)]
        named = [{"field": name, "message": message} for name, message in errors]
        raise Invalid("wrong-arguments", "", errors=named)
