"""Plain nameko, HTTP to RPC to one insert: the same libraries without our chassis and log."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import load
from bench.figures import Round
from bench.wire import Story, request
from cli.ports import free_port

PATIENCE = 30.0
CUSTOMER = {"name": "测试客户 Bench", "pool": "public", "phones": ["13800138000"]}


@contextmanager
def plain_nameko(folder: Path) -> Iterator[str]:
    """Both processes run during the block; yields where they answer."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with ExitStack() as stack, (folder / "nameko.log").open("wb") as log:
        for which in ("keeper", "gateway"):
            argv = [sys.executable, "-W", "ignore", "-m", "bench.rivals.nameko_program", which]
            process = subprocess.Popen([*argv, str(port)], stdout=log, stderr=log)
            stack.callback(ended, process)
        url = f"http://127.0.0.1:{port}"
        wait(url)
        yield url


def ended(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait(PATIENCE)


def wait(url: str) -> None:
    """Until a first request has gone all the way: each process may be the later one."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            measured(url, 1, 1)
            return
        except (OSError, RuntimeError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def measured(url: str, clients: int, each: int) -> Round:
    return load.run(url, [registering(each) for _ in range(clients)]).round


def registering(times: int) -> Story:
    for _ in range(times):
        answer = yield request("POST", "/customers", "none", CUSTOMER)
        if not answer.good:
            raise RuntimeError(f"plain nameko answered {answer.status}")
