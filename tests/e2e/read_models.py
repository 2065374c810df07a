"""What no user can do over HTTP: look at all rows at once, and drop them.

`python -m tests.e2e.read_models checksums` reads them while the system runs; `drop` removes them
while it is stopped, with nothing but the servers running.
"""

import json
import subprocess
import sys
from pathlib import Path

from cli import database
from cli.place import here
from cli.ports import remembered
from cli.up import servers
from kernel.database import connect, service_database
from kernel.group import Group
from kernel.live import Documents
from kernel.rows import Rows
from services.groups import GROUPS


def checksums() -> dict[str, str]:
    """A digest of every row of every read model."""
    client = connect(database.uri(remembered(here().state)))
    found = {
        f"{name}/{projection.name}": f"{views.collection(projection).count_documents({})} "
        f"rows {views.checksum(projection)}"
        for name, group in GROUPS.items()
        for views in [Rows(service_database(client, group.service), group)]
        for projection in group.projections
    }
    client.close()
    return found


def drop() -> None:
    with servers(here()) as settings:
        client = connect(settings["MONGO_URI"])
        for group in GROUPS.values():
            drop_rows(service_database(client, group.service), group)
        client.close()


def drop_rows(rows: Documents, group: Group) -> None:
    """Every generation, and all that is remembered of it; the log beside them stays."""
    for projection in group.projections:
        for name in rows.list_collection_names(filter={"name": {"$regex": "[.]g[0-9]+$"}}):
            if name.startswith(f"{projection.name}.g"):
                rows.drop_collection(name)
    rows["checkpoints"].delete_many({"_id": {"$regex": f"^{group.name}[.]g"}})
    rows["generations"].delete_one({"_id": group.name})


def asked(what: str, environment: dict[str, str], root: Path) -> str:
    """This module in a process of its own, with the environment of the system."""
    argv = [sys.executable, "-m", "tests.e2e.read_models", what]
    done = subprocess.run(
        argv, cwd=root, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


if __name__ == "__main__":
    if sys.argv[1] == "drop":
        drop()
    else:
        print(json.dumps(checksums()))
