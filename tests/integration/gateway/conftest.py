"""One gateway and its stand-ins for all tests here; each test begins with stand-ins told anew."""

import secrets
from collections.abc import Iterator
from uuid import uuid4

import pytest

from gateway.keys import KEYS
from gateway.secret import credential_key
from tests.integration.chassis.processes import Process, free_port
from tests.integration.gateway.client import Client
from tests.integration.gateway.receiver import Receiver, receiver
from tests.integration.gateway.sending_rig import Rig
from tests.integration.gateway.stand_in import StandIns, stand_ins
from tests.integration.servers import throwaway_databases

MODULE = "tests.integration.gateway.front"


@pytest.fixture(scope="package")
def token_key() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        key = secrets.token_hex(32)
        patch.setenv("GUANXI_TOKEN_KEY", key)
        KEYS.forget()
        yield key
    KEYS.forget()


@pytest.fixture(scope="package")
def standing() -> Iterator[tuple[str, StandIns]]:
    mark = f"stand-in-{uuid4().hex[:8]}"
    with stand_ins(mark) as services:
        yield mark, services


@pytest.fixture(scope="package")
def gateway(token_key: str, standing: tuple[str, StandIns]) -> Iterator[Process]:
    port = free_port()
    process = Process(
        "gateway", "--port", str(port), "--module", MODULE,
        STAND_IN=standing[0], GUANXI_TOKEN_KEY=token_key, GUANXI_CREDENTIAL_KEY="c" * 32,
    )  # fmt: skip
    process.address = f"http://127.0.0.1:{port}"
    try:
        yield process.ready()
    finally:
        process.end()


@pytest.fixture
def services(standing: tuple[str, StandIns]) -> StandIns:
    standing[1].forget()
    return standing[1]


@pytest.fixture
def api(gateway: Process, services: StandIns) -> Iterator[Client]:
    with Client(gateway.address, "ann", "manager") as client:
        yield client


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    monkeypatch.setenv("GUANXI_CREDENTIAL_KEY", "k" * 32)
    credential_key.cache_clear()
    with throwaway_databases(monkeypatch) as client:
        made = Rig(client)
        try:
            yield made
        finally:
            made.end()
    credential_key.cache_clear()


@pytest.fixture
def target() -> Iterator[Receiver]:
    with receiver() as made:
        yield made
