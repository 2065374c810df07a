"""`eventsourcing` on PostgreSQL: load, decide and save in sixteen threads of one process."""

import json
import os
import subprocess
from pathlib import Path

from bench.figures import Round
from bench.rivals.postgres import USER, Postgres

PROGRAM = Path(__file__).with_name("eventsourcing_program.py")
THREADS = 16
DATABASE = "eventsourcing"


def measured(programs: Path, server: Postgres, each: int) -> Round:
    settings = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": DATABASE,
        "POSTGRES_HOST": "127.0.0.1",
        "POSTGRES_PORT": str(server.port),
        "POSTGRES_USER": USER,
        "POSTGRES_PASSWORD": "none",
        "POSTGRES_POOL_SIZE": str(THREADS),
    }
    argv = [str(programs / "python"), str(PROGRAM), str(THREADS), str(each)]
    done = subprocess.run(
        argv, env={**os.environ, **settings}, check=True, stdout=subprocess.PIPE, text=True
    )
    found = json.loads(done.stdout)
    return Round(found["seconds"], found["latencies"])
