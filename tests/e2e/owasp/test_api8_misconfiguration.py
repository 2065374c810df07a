"""API8, security misconfiguration: no answer tells what we are made of, and none lets others in."""

import socket
from urllib.parse import urlsplit

import pytest
import requests

from kernel.web import SECURE
from tests.e2e.api import Api

INSIDE = ("Traceback", 'File "', "werkzeug", "nameko", "eventlet", "marshmallow", "pymongo",
          "mongodb://", "amqp://", "Exception", "site-packages", "/gateway/", ".py")  # fmt: skip
TOLD = ("Server", "X-Powered-By", "Via", "X-Runtime", "X-AspNet-Version")
ASKED = [
    ("GET", "/v1/me", 200), ("GET", "/v1/nothing", 404), ("GET", "/v1/customers/$ne", 404),
    ("DELETE", "/v1/me", 405), ("POST", "/v1/customers", 400), ("GET", "/v1/tasks?limit=x", 400),
    ("GET", "/v1/status", 403), ("PATCH", "/v1/customers/nothing", 404), ("GET", "/livez", 200),
    ("GET", "/openapi.json", 200), ("GET", "/docs", 200), ("OPTIONS", "/v1/me", 405),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), ASKED)
def test_every_answer_is_careful(company, method, path, status):
    answer = company.ann.session.request(method, company.ann.url + path, timeout=30)
    assert answer.status_code == status, answer.text[:500]
    assert not set(TOLD) & set(answer.headers)
    kept = SECURE if "docs" not in path else {"X-Content-Type-Options": "nosniff"}
    assert kept.items() <= dict(answer.headers).items()
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    if status >= 400:
        assert [one for one in INSIDE if one in answer.text] == []


@pytest.mark.parametrize("said", [b"{", b'{"name": {"$gt": ""}}', b"\xff\xfe", b'"x"', b"null"])
def test_a_refusal_repeats_nothing_of_how_we_read(company, said):
    answer = company.ann.session.post(
        f"{company.ann.url}/v1/customers", data=said, timeout=30,
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 400
    assert [one for one in INSIDE if one in answer.text] == []


def test_no_page_of_another_site_may_read_or_write(company):
    """There is no cookie that a browser would send by itself, and no leave for it to read."""
    for method in ("GET", "OPTIONS", "POST"):
        asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        answer = company.ann.session.request(
            method, f"{company.ann.url}/v1/customers", headers=asks, timeout=30
        )
        assert not [name for name in answer.headers if name.startswith("Access-Control")]
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND"])
def test_a_method_that_repeats_headers_or_opens_tunnels_is_none(company, method):
    at = urlsplit(company.ann.url)
    secret = company.ann.session.headers["Authorization"]
    head = f"{method} /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: {secret}\r\n"
    with socket.create_connection((at.hostname, at.port), timeout=10) as line:
        line.sendall(f"{head}Connection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.split()[1] in (b"405", b"501")
    assert str(secret).encode() not in answer


def test_operators_pages_tell_strangers_nothing_of_people(system, company):
    anybody = Api(system.url, None)
    metrics = anybody.get("/metrics").text
    assert company.phone not in metrics
    assert not [login for login in company.logins.values() if login in metrics]


def read(api: Api, path: str) -> requests.Response:
    """As it is written: a client would tidy it up."""
    ready = api.session.prepare_request(requests.Request("GET", api.url))
    ready.url = api.url + path
    return api.session.send(ready, timeout=30)


@pytest.mark.parametrize(
    "path", ["/docs/../../etc/passwd", "/docs/events/..%2f..%2fREADME.json", "//etc/passwd",
             "/v1/reports/..%2f..%2fx.csv", "/.git/config", "/.env", "/docs/events/.json"],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_served(company, path):
    answer = read(company.root, path)
    assert answer.status_code in (400, 404)
    assert "root:" not in answer.text
