"""API4, unrestricted resource consumption: what is asked for, and sent, has an end.

Limits by caller, and 429: tests/integration/gateway/test_limits.py. Slow clients, huge bodies, too
many connections: tests/integration/test_web_crowds.py. Bombs: tests/unit/kernel/sheets.
"""

import io
import socket
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.e2e.api import Api, nothing_written, slug
from tests.e2e.owasp.company import Company

CUSTOMERS = "/v1/customers"
LARGEST = 1_000  # of anything that one request may name


def schemas(node: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each schema of what is sent, however deep."""
    if "properties" in node:
        for name, inner in node["properties"].items():
            yield from schemas(inner, f"{where}.{name}")
    yield where, node
    if "items" in node:
        yield from schemas(node["items"], f"{where}[]")


def sent(company: Company) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in company.spec.operations:
        for parameter in one.told["parameters"]:
            if parameter["in"] == "query":
                yield from schemas(parameter["schema"], f"{one.name}?{parameter['name']}")
        for content in one.media.values():
            yield from schemas(company.spec.shape(content["schema"]), one.name)


def test_whatever_is_sent_has_a_greatest_length(company):
    endless = [where for where, told in sent(company)
               if (told.get("type") == "array" and not told.get("maxItems", 0) <= LARGEST)
               or (told.get("type") == "array" and "maxItems" not in told)]  # fmt: skip
    assert endless == []
    long = [where for where, told in sent(company)
            if "string" in str(told.get("type", "")) and not bounded(told)]  # fmt: skip
    assert long == []


def bounded(told: dict[str, Any]) -> bool:
    return any(name in told for name in ("maxLength", "enum", "format", "pattern"))


def test_every_list_has_a_largest_page_and_a_place_to_read_on_from(company):
    paged = 0
    for one in company.spec.operations:
        limit = [p["schema"] for p in one.told["parameters"] if p["name"] == "limit"]
        if not limit or one.method != "GET" or "sales" not in one.roles:
            continue
        most = limit[0]["maximum"]
        answer = company.stranger.get(one.where(company.ids), limit=most + 1)
        assert answer.status_code == 400, one.name
        assert "limit" in [error["field"] for error in answer.json()["errors"]]
        assert most <= LARGEST
        paged += 1
    assert paged > 10


@pytest.mark.parametrize("verb", ["claim", "release", "stage", "assign"])
def test_a_batch_has_a_largest_number(company, verb):
    named = {"ids": ["x"] * 101, "reason": "x", "to": "intent"}
    fields = {"claim": ("ids",), "release": ("ids", "reason")}.get(verb, ("ids", "to"))
    body = {name: named[name] for name in fields}
    with nothing_written(company.root):
        refused = company.boss.post(f"{CUSTOMERS}/{verb}", body)
    assert refused.status_code == 400
    assert "ids" in [error["field"] for error in refused.json()["errors"]]


DEEP = b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
MANY = b"{" + b",".join(b'"f%d": 1' % n for n in range(50_000)) + b"}"


@pytest.mark.parametrize(
    ("body", "status"),
    [(DEEP, 400), (MANY, 400), (b'{"name": ' + b"9" * 500_000 + b"}", 400),
     (b'{"name": 1e999999}', 400), (b'{"name": "' + b"x" * (2 << 20) + b'"}', 413)],
    ids=["deep", "many fields", "a huge number", "infinite", "two megabytes"],
)  # fmt: skip
def test_a_body_that_is_dear_to_read_is_refused_cheaply(company, body, status):
    with nothing_written(company.root):
        answer = posted(company.ann, CUSTOMERS, body)
    assert answer.status_code == status
    assert answer.elapsed.total_seconds() < 5
    assert len(answer.content) < 20_000


def posted(api: Api, path: str, body: bytes) -> requests.Response:
    sent = {"Content-Type": "application/json"}
    return api.session.post(api.url + path, data=body, headers=sent, timeout=30)


def test_what_is_announced_too_long_is_refused_before_it_is_sent(company):
    at = urlsplit(company.ann.url)
    head = b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nx"
    with socket.create_connection((at.hostname, at.port), timeout=8) as line:
        line.sendall(head)
        assert line.recv(12) == b"HTTP/1.1 413"


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return packed.getvalue()


def test_a_workbook_that_would_fill_the_memory_is_refused(company):
    for path in ("/v1/imports", "/v1/imports/columns"):
        files = {"file": ("customers.xlsx", bomb())}
        answer = company.boss.session.post(company.boss.url + path, files=files, timeout=30)
        assert (answer.status_code, slug(answer)) == (400, "zip-bomb"), answer.text


def test_every_answer_says_how_much_is_left(company):
    answers = [
        company.ann.get("/v1/me"),
        company.ann.post(CUSTOMERS, {"name": ""}),
        company.ann.get(f"{CUSTOMERS}/nothing"),
    ]
    left = [int(one.headers["RateLimit"].partition(";r=")[2].partition(";")[0]) for one in answers]
    assert left == sorted(left, reverse=True)
    assert left[0] > left[-1]
    published = company.spec.document["info"]["x-rate-limits"]["programs"]
    wanted = f'"programs";q={published["requests"]};w={published["seconds"]}'
    assert {one.headers["RateLimit-Policy"] for one in answers} == {wanted}
    dear = company.ann.post(f"{CUSTOMERS}/check", {"name": "x"})
    assert '"checks";q=' in dear.headers["RateLimit-Policy"]
