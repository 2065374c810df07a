"""Tryton over JSON-RPC: parties are created and written, each over a connection of its own."""

import base64
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import load
from bench.figures import Round
from bench.rivals.postgres import Postgres
from bench.wire import Request, Story
from cli.ports import free_port

DATABASE = "tryton"
PASSWORD = "bench-bench-bench"
PATIENCE = 60.0
CONFIGURATION = """\
[database]
uri = {uri}
[web]
listen = 127.0.0.1:{port}
[session]
authentications = password
"""


@dataclass(frozen=True)
class Tryton:
    url: str
    session: str = ""

    def request(self, method: str, *params: Any) -> Request:
        body = json.dumps({"id": 1, "method": method, "params": params}).encode()
        lines = [
            f"POST /{DATABASE}/rpc/ HTTP/1.1", "Host: bench",
            f"Authorization: Session {self.session}",
            "Content-Type: application/json", f"Content-Length: {len(body)}", "", "",
        ]  # fmt: skip
        return Request("\r\n".join(lines).encode() + body)

    def working(self, parties: int) -> Story:
        """Create a party, then write it: two commands each."""
        for number in range(parties):
            answer = yield self.request("model.party.party.create", [{"name": "Bench"}], {})
            [id] = result(answer.json())
            changed = {"name": f"Bench {number}"}
            result((yield self.request("model.party.party.write", [id], changed, {})).json())

    def measured(self, clients: int, parties: int) -> Round:
        return load.run(self.url, [self.working(parties) for _ in range(clients)]).round


def result(answer: Any) -> Any:
    """What the method returned; an error is the end, or the figure would be a lie."""
    if isinstance(answer, dict) and "error" in answer:
        raise RuntimeError(f"Tryton: {answer['error']}")
    return answer["result"] if isinstance(answer, dict) else answer


@contextmanager
def tryton(programs: Path, server: Postgres, folder: Path) -> Iterator[Tryton]:
    """A database with the module `party`, and the server of it, during the block."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    configuration, secret = folder / "trytond.conf", folder / "password"
    configuration.write_text(CONFIGURATION.format(uri=server.uri, port=port))
    secret.write_text(PASSWORD + "\n")
    common = ["-c", str(configuration), "-d", DATABASE]
    environment = {**os.environ, "TRYTONPASSFILE": str(secret)}
    server.create(DATABASE)
    with (folder / "trytond.log").open("wb") as log:
        install = [str(programs / "trytond-admin"), *common, "-u", "party"]
        install += ["--activate-dependencies", "--email", "bench@example.com", "-p"]
        subprocess.run(install, env=environment, stdout=log, stderr=log, check=True)
        process = subprocess.Popen([str(programs / "trytond"), *common], stdout=log, stderr=log)
    try:
        yield signed_in(Tryton(f"http://127.0.0.1:{port}"))
    finally:
        process.terminate()
        process.wait(PATIENCE)


def signed_in(server: Tryton) -> Tryton:
    """As soon as it answers."""
    asked = ["admin", {"password": PASSWORD}, "en"]
    body = json.dumps({"id": 0, "method": "common.db.login", "params": asked}).encode()
    headers = {"Content-Type": "application/json"}
    until = time.monotonic() + PATIENCE
    while True:
        try:
            request = urllib.request.Request(f"{server.url}/{DATABASE}/rpc/", body, headers)
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                user, session = result(json.load(answer))[:2]
            named = base64.b64encode(f"admin:{user}:{session}".encode()).decode()
            return Tryton(server.url, named)
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError) or time.monotonic() > until:
                raise
            time.sleep(0.2)
