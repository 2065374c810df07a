"""Requests as they come out of the web server, without one."""

import json
from typing import Any

from werkzeug import Request
from werkzeug.test import EnvironBuilder

from gateway.answers import Receipt, Receipted, Record
from gateway.asked import Asked
from gateway.colleagues import nobody
from gateway.fields import Text
from gateway.queries import Reading
from gateway.reading import read, uncounted
from gateway.routes import EVERY_ROLE, Route
from gateway.shape import Query, Shape
from gateway.tokens import issue, verify

PATH = "/v1/things/7"


class Thing(Shape):
    name = Text(10, required=True)
    size = Text(10)


def command(**declared: Any) -> Route:
    usual = {
        "method": "POST", "path": "/v1/things/<thing_id>", "roles": EVERY_ROLE, "summary": "",
        "answer": Receipted(), "body": Thing(), "query": Query(), "conditional": True,
    }  # fmt: skip
    return Route(**usual | declared)


def question(**declared: Any) -> Route:
    usual = {
        "method": "GET", "path": "/v1/things/<thing_id>", "roles": EVERY_ROLE, "summary": "",
        "answer": Record(Receipt), "query": Reading(),
    }  # fmt: skip
    return Route(**usual | declared)


def ask(route: Route, body: Any = None, user: str = "ann", id: str = "7", **sent: Any) -> Asked:
    """Send it through the route; raises what the route would refuse."""
    company, program = sent.pop("company", nobody), sent.pop("program", verify)
    count = sent.pop("count", uncounted)
    headers = {"Authorization": f"Bearer {issue(user, 'sales')}"} | sent.pop("headers", {})
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
    options = {"content_type": "application/json"} if body else {}
    builder = EnvironBuilder(
        path=sent.pop("path", PATH), method=route.method, data=body,
        headers={name: value for name, value in headers.items() if value is not None},
        **options | sent,
    )  # fmt: skip
    request = Request(builder.get_environ())
    more = {"company": company, "program": program, "count": count}
    return read(route, request, {"thing_id": id}, "r1", **more)
