"""Who asks more than may be is told when to come back, over HTTP and before anything is done."""

import re
from collections.abc import Iterator

import pytest

from tests.integration.chassis.processes import Process, free_port
from tests.integration.gateway.client import Client, kind
from tests.integration.gateway.conftest import MODULE

FEW = "programs=6/60, checks=2/60, addresses=4/60"
FIELD = re.compile(r'"programs";r=(\d+);t=(\d+)')


@pytest.fixture(scope="module")
def address(token_key, standing) -> Iterator[str]:
    """A gateway that allows little."""
    port = free_port()
    process = Process(
        "gateway", "--port", str(port), "--module", MODULE, STAND_IN=standing[0],
        GUANXI_TOKEN_KEY=token_key, GUANXI_CREDENTIAL_KEY="c" * 32, GUANXI_RATE_LIMITS=FEW,
    )  # fmt: skip
    process.port = port
    try:
        process.ready()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.end()


def test_one_too_many_is_429_and_no_service_has_been_asked(address, services):
    with Client(address, "ann", "manager") as ann:
        told = [ann.post("/v1/customers/42/claim") for _ in range(8)]
        spent = len(services.asked)

    assert [one.status_code for one in told] == [200] * 6 + [429] * 2
    assert spent == 6
    left = [FIELD.fullmatch(one.headers["RateLimit"]) for one in told]
    assert [int(one[1]) for one in left if one] == [5, 4, 3, 2, 1, 0, 0, 0]
    assert {one.headers["RateLimit-Policy"] for one in told} == {'"programs";q=6;w=60'}
    last = told[-1]
    assert (kind(last), last.json()["policy"]) == ("quota-exceeded", "programs")
    assert 0 < int(last.headers["Retry-After"]) == int(left[-1][2]) <= 60
    assert "/v1/imports" in last.json()["detail"]


def test_others_go_on_and_so_do_probes(address, services):
    with Client(address, "bob", "manager") as bob:
        for _ in range(7):
            bob.get("/v1/me")
        assert bob.get("/v1/me").status_code == 429
        assert bob.get("/livez").status_code == 200
        assert "RateLimit" not in bob.get("/livez").headers
        with Client(address, "eve", "sales") as eve:
            assert eve.get("/v1/me").status_code == 200


def test_what_is_dear_ends_sooner(address, services):
    services.answer("check", {"duplicates": [], "similar": []})
    with Client(address, "kim", "sales") as kim:
        told = [kim.post("/v1/customers/check", {"phones": ["1"]}) for _ in range(3)]
        assert kim.get("/v1/me").status_code == 200
    assert [one.status_code for one in told] == [200, 200, 429]
    assert told[-1].json()["policy"] == "checks"


def test_who_guesses_at_tokens_is_counted_by_address(address, services):
    with Client(address, "zoe", "sales") as zoe:
        good = zoe.session.headers["Authorization"]
        told = []
        for number in range(6):
            zoe.session.headers["Authorization"] = f"{good}{number}"
            told.append(zoe.get("/v1/me"))
        assert [one.status_code for one in told] == [401] * 4 + [429] * 2
        assert told[-1].json()["policy"] == "addresses"
        zoe.session.headers["Authorization"] = good
        assert zoe.get("/v1/me").status_code == 200
