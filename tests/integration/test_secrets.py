"""Servers that do not let us in are told of in logs, and nothing by which somebody else gets in."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from kernel.settings import amqp_uri, mongo_uri
from tests.integration.chassis.processes import Process, eventually

MARK = f"marked-{uuid4().hex}"
SHORT = MARK[:20]  # too short for a key
KEYS = ("GUANXI_IDENTITY_KEY", "GUANXI_TOKEN_KEY", "GUANXI_CREDENTIAL_KEY", "GUANXI_ADMIN_PASSWORD")
# Each kind of process; the last is not let in by the database, the others not by the broker.
KINDS = [("service", "customer"), ("gateway",), ("relay", "customer"), ("projector", "lists")]


def with_mark(uri: str) -> str:
    """The server of the tests, asked by somebody with a wrong password."""
    scheme, _, rest = uri.partition("://")
    return f"{scheme}://nobody:{MARK}@{rest.rpartition('@')[2]}"


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Process]]:
    """All at once, with secrets that are marked: in the environment, and in a file."""
    file = tmp_path_factory.mktemp("secrets") / "key"
    file.write_text(MARK + "\n")
    known = dict.fromkeys(KEYS[:2], MARK) | {f"{name}_FILE": str(file) for name in KEYS[2:]}
    with ExitStack() as ending:
        started = {}
        for kind in KINDS:
            uris = {"AMQP_URI": with_mark(amqp_uri()), "MONGO_URI": mongo_uri()}
            if kind == KINDS[-1]:
                uris["MONGO_URI"] = with_mark(mongo_uri())
            process = Process(*kind, GUANXI_PREFIX="secrets", **known, **uris)
            ending.callback(process.end)
            started[" ".join(kind)] = process
        yield started


@pytest.mark.parametrize("kind", [" ".join(kind) for kind in KINDS])
def test_no_secret_is_in_a_log_of(kind: str, refused: dict[str, Process]) -> None:
    process = refused[kind]
    assert eventually(lambda: "not there yet" in process.log), process.log
    assert MARK not in process.log
    assert MARK not in process.ask("/readyz")[1] + process.ask("/metrics")[1]


@pytest.mark.parametrize("kind", [" ".join(kind) for kind in KINDS])
def test_no_secret_is_an_argument_of(kind: str, refused: dict[str, Process]) -> None:
    pid = refused[kind].process.pid
    assert MARK.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
    assert MARK.encode() in Path(f"/proc/{pid}/environ").read_bytes()  # so it was given one


@pytest.mark.parametrize(
    ("setting", "wrong", "reading"),
    [
        ("AMQP_URI", "amqp://u:{}/x@host/", "kernel.broker import connect as c; c(s.amqp_uri())"),
        ("MONGO_URI", "mongodb://u:{}/x@host/", "kernel.database import connect as c; c()"),
        ("GUANXI_TOKEN_KEY", "{}", "gateway.keys import KEYS; KEYS.ring()"),
    ],
)
def test_a_secret_that_cannot_be_used_is_not_repeated(
    setting: str, wrong: str, reading: str
) -> None:
    """Whoever mistypes one is told which, not what."""
    done = subprocess.run(
        [sys.executable, "-c", f"from kernel import settings as s; from {reading}"],
        env={setting: wrong.format(SHORT)}, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert setting in done.stderr
    assert SHORT not in done.stderr
