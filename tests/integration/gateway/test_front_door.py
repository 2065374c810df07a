"""What the gateway is like for anybody who knocks: its probes, its manners, its silence."""

import re
import socket
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from openapi_spec_validator import validate

from tests.integration.gateway.client import kind
from tests.integration.gateway.stand_in import Defect, Silence

MANNERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/me", 200), ("POST", "/v1/customers/42/claim", 200), ("GET", "/nowhere", 404),
     ("DELETE", "/v1/me", 405), ("POST", "/v1/customers", 400), ("GET", "/openapi.json", 200)],
)  # fmt: skip
def test_every_answer_is_kept_from_caches_and_frames(api, method, path, status):
    response = api.send(method, path)

    assert response.status_code == status
    assert MANNERS.items() <= dict(response.headers).items()
    assert response.headers["X-Request-Id"]
    assert "Server" not in response.headers


def test_anybody_may_read_how_it_is_used(api):
    del api.session.headers["Authorization"]

    document = api.get("/openapi.json").json()

    validate(document)
    assert "/v1/customers/{customer_id}/claim" in document["paths"]


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_operators_need_no_token(api, path):
    del api.session.headers["Authorization"]

    assert api.get(path).status_code == 200


def test_requests_are_counted_by_route_not_by_id(api):
    api.get("/v1/customers/no-such-customer-1")

    counted = api.get("/metrics").text

    assert 'route="/v1/customers/<customer_id>"' in counted
    assert "no-such-customer-1" not in counted


def test_a_service_that_is_silent_is_not_waited_for(api, services):
    services.answer("claim", Silence())

    response = api.post("/v1/customers/42/claim")

    assert (response.status_code, kind(response)) == (504, "no-answer")
    assert response.elapsed.total_seconds() < 6
    assert int(response.headers["Retry-After"]) >= 1


def test_a_service_that_fails_again_and_again_does_not_wear_us_out(api, services):
    services.answer("claim", Defect())

    for _ in range(20):
        assert api.post("/v1/customers/42/claim").status_code == 500
    assert api.get("/v1/me").status_code == 200


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
        b"POST /v1/customers HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/customers HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
        b"POST /v1/customers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/me HTTP/1.1\r\nHost: x\r\nA: " + b"x" * 100_000 + b"\r\n\r\n",
        b"\x00\x16\x03\x01\r\n\r\n",
    ],
)
def test_nonsense_on_the_line_harms_nobody(api, raw):
    answer = said(urlsplit(api.address), raw)

    assert answer == b"" or re.search(rb"^HTTP/1\.[01] 4\d\d |Error code: 4\d\d", answer)
    assert api.get("/v1/me").status_code == 200


def said(address, raw):
    """What comes back before the line is closed, which may be before all has been sent."""
    with socket.create_connection((address.hostname, address.port), timeout=10) as line:
        with suppress(ConnectionError):
            line.sendall(raw)
        try:
            return line.recv(1000)
        except ConnectionError:
            return b""
