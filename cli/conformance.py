"""Judging a subscriber: against the broker that is given or runs here, or one for this run only."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cli.place import ROOT, Place
from cli.settings import settings
from cli.stack import own_servers
from cli.up import servers
from cli.working import nothing_runs


def conformance(place: Place, arguments: list[str]) -> int:
    """What it is told is read first: nothing is started for a wrong word."""
    if code := judge([*arguments, "--only-read"], {}):
        return code
    if {"-h", "--help"} & set(arguments):
        return 0
    if not own_servers(os.environ)["AMQP_URI"]:
        return judge(arguments, {})
    if not nothing_runs(place, {}):
        return judge(arguments, settings(place, os.environ))
    folder = Path(tempfile.mkdtemp(prefix="conformance-", dir=place.made().folder))
    try:
        with servers(Place(folder)) as found:
            return judge(arguments, found)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def judge(arguments: list[str], broker: dict[str, str]) -> int:
    """In the folder of the caller, from which the subscriber's command was meant."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    argv = [sys.executable, "-m", "conformance", *arguments]
    with subprocess.Popen(argv, env={**os.environ, **broker, "PYTHONPATH": path}) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # it was told as well, and has a subscriber to stop
            process.terminate()
            raise
