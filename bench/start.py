"""The cold start: `./crm up` on an installed machine, until everything is ready."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.figures import Figure, at_most
from bench.plan import Plan
from cli.place import ROOT, Place
from cli.running import stop

GOAL = (at_most("seconds", 20),)


def figures(plan: Plan) -> list[Figure]:
    folder = plan.folder / "start"
    place = Place(folder)
    try:
        stop(place)
        pairs = plan.repeat("./crm up", lambda: (first(place), again(place)))
    finally:
        stop(place)
    fresh, known = zip(*pairs, strict=True)
    return [
        Figure("./crm up with nothing there, until ready", {"seconds": fresh}, GOAL),
        Figure("./crm up on the data of before, until ready", {"seconds": known}, GOAL),
    ]


def first(place: Place) -> float:
    shutil.rmtree(place.folder, ignore_errors=True)
    return up(place.folder)


def again(place: Place) -> float:
    stop(place)
    return up(place.folder, then=place)


def up(folder: Path, then: Place | None = None) -> float:
    """Seconds of the whole command; `then` it is stopped."""
    argv = [sys.executable, str(ROOT / "crm"), "up", "--detach", "--port", "0"]
    environment = {**os.environ, "GUANXI_RUN_DIR": str(folder)}
    began = time.monotonic()
    subprocess.run(argv, env=environment, check=True, stdout=subprocess.DEVNULL)
    taken = time.monotonic() - began
    if then:
        stop(then)
    return taken
