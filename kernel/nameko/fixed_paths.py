"""A path that is spelled out is no id of another route: nobody is called `/customers/assign`."""

from collections.abc import Mapping

from werkzeug.routing import Map

from kernel.web import MethodNotAllowed

Methods = Mapping[str, set[str]]


def fixed(url_map: Map) -> Methods:
    """The methods of each path that has no ids."""
    found: dict[str, set[str]] = {}
    for rule in url_map.iter_rules():
        if not rule.arguments:
            found.setdefault(rule.rule, set()).update(rule.methods or ())
    return found


def require_method(known: Methods, path: str, method: str) -> None:
    allowed = known.get(path)
    if allowed and method not in allowed:
        raise MethodNotAllowed("method-not-allowed", allowed=sorted(allowed))
