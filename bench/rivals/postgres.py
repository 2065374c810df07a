"""A private PostgreSQL with the settings it comes with: every commit is on disk when it returns."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.ports import free_port

BINARIES = Path("/usr/lib/postgresql")
USER = "bench"
PATIENCE = 30.0
MISSING = "crm: to measure the rivals, PostgreSQL is needed: sudo apt-get install postgresql"


@dataclass(frozen=True)
class Postgres:
    binaries: Path
    port: int

    @property
    def uri(self) -> str:
        return f"postgresql://{USER}:none@127.0.0.1:{self.port}/"

    def create(self, database: str) -> None:
        self.run("createdb", database)

    def run(self, program: str, *arguments: str) -> None:
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER]
        subprocess.run([str(self.binaries / program), *where, *arguments], check=True)


def binaries() -> Path:
    """Those of the newest version; ends the program with the command that installs one."""
    found = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise SystemExit(MISSING)
    return found[-1].parent


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Runs during the block; its data are gone afterwards."""
    programs, port = binaries(), free_port()
    # Not in the run folder, which the user that root becomes may not enter.
    folder = Path(tempfile.mkdtemp(prefix="guanxi-bench-"))
    try:
        run = Runner(folder)
        run.call([str(programs / "initdb"), "-A", "trust", "-U", USER, "-D", str(folder / "data")])
        options = [
            f"port={port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={folder}",
        ]
        argv = [str(programs / "postgres"), "-D", str(folder / "data")]
        server = run.start([*argv, *(part for each in options for part in ("-c", each))])
        try:
            found = Postgres(programs, port)
            wait(found, server)
            yield found
        finally:
            server.send_signal(signal.SIGINT)  # without waiting for who is connected
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Runner:
    """PostgreSQL refuses to run as root: then it runs as somebody who owns nothing else."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        self.who: dict[str, int] = {}
        if os.geteuid() == 0:
            account = unprivileged()
            self.who = {"user": account.pw_uid, "group": account.pw_gid}
            os.chown(folder, account.pw_uid, account.pw_gid)

    def start(self, argv: Sequence[str]) -> "subprocess.Popen[bytes]":
        where: dict[str, Any] = {"cwd": self.log.parent, "start_new_session": True, **self.who}
        with self.log.open("ab") as log:
            return subprocess.Popen(argv, stdout=log, stderr=log, **where)

    def call(self, argv: Sequence[str]) -> None:
        if self.start(argv).wait():
            raise SystemExit(f"crm: {argv[0]} failed: {self.log.read_text()}")


def unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def wait(found: Postgres, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    ask = [str(found.binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(found.port)]
    while subprocess.run(ask, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise SystemExit("crm: PostgreSQL did not start")
        time.sleep(0.1)
