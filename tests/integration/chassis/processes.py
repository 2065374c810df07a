"""Starts real processes through the launcher, and asks their health port how they are."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import NamedTemporaryFile
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen
from uuid import uuid4

MODULE = "tests.integration.chassis.service"
PATIENCE = 15.0


class Process:
    """One process of the system; `log` is what it wrote so far, as the objects it wrote."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.port = free_port()
        self.name = ""
        self._log = NamedTemporaryFile("w+", suffix=".log")  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kernel.run", *arguments],
            env=os.environ | {"HEALTH_PORT": str(self.port)} | environment,
            stderr=self._log,
        )

    @property
    def log(self) -> str:
        self._log.flush()
        with open(self._log.name, encoding="utf-8") as written:
            return written.read()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]

    def ready(self) -> "Process":
        ended = self.process.poll
        assert eventually(lambda: self.ask("/readyz")[0] == 200 or ended() is not None), self.log
        assert ended() is None, self.log
        return self

    def ask(self, path: str) -> tuple[int, str]:
        """Status and body; 0 when nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except (URLError, OSError):
            return 0, ""

    def metric(self, name: str) -> float:
        """The sum over all labels of a sample's name."""
        samples = [line for line in self.ask("/metrics")[1].splitlines() if line.startswith(name)]
        return sum(float(line.rpartition(" ")[2]) for line in samples)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def wait(self, timeout: float = 10.0) -> int:
        return self.process.wait(timeout)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait(5)
        self._log.close()


@contextmanager
def service(name: str = "", amqp_uri: str = "", workers: int = 8) -> Iterator[Process]:
    """The test service, ready, under a name of its own; `process.name` says which."""
    name = name or f"chassis-{uuid4().hex[:8]}"
    environment = {"CHASSIS_NAME": name, "GUANXI_WORKERS": str(workers)}
    if amqp_uri:
        environment["AMQP_URI"] = amqp_uri
    process = Process("service", name, "--module", MODULE, **environment)
    process.name = name
    try:
        yield process.ready()
    finally:
        process.end()


def eventually(true: Callable[[], Any], timeout: float = PATIENCE) -> Any:
    """What it answers when it is true for the first time, or at last."""
    until = monotonic() + timeout
    while not (answer := true()) and monotonic() < until:
        sleep(0.02)
    return answer


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
