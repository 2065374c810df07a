"""A path that is spelled out is no id of another route."""

import pytest
from werkzeug.routing import Map, Rule

from kernel.nameko.fixed_paths import fixed, require_method
from kernel.web import MethodNotAllowed

ROUTES = Map([
    Rule("/customers/assign", methods=["POST"]),
    Rule("/customers", methods=["GET"]),
    Rule("/customers", methods=["POST"]),
    Rule("/customers/<id>", methods=["GET", "PATCH"]),
])  # fmt: skip


def test_only_its_own_methods_are_allowed_and_named():
    known = fixed(ROUTES)
    require_method(known, "/customers/assign", "POST")
    require_method(known, "/customers/7", "DELETE")  # whose that is, its own route says
    with pytest.raises(MethodNotAllowed) as refused:
        require_method(known, "/customers/assign", "GET")
    assert refused.value.fields["allowed"] == ["POST"]


def test_all_methods_of_a_path_are_known():
    assert fixed(ROUTES)["/customers"] == {"GET", "HEAD", "POST"}
