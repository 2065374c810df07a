"""Workers in processes of their own: killed without warning, and running on greenlets."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kernel.live import Documents
from kernel.rows import Rows
from tests.game import World
from tests.integration.projection.fair import Fair, eventually, fair
from tests.integration.projection.long_history import long_history
from tests.integration.projection.stand import expected, stored


@pytest.fixture
def world() -> World:
    return long_history()


@contextmanager
def process(at: Fair, mode: str) -> Iterator["subprocess.Popen[bytes]"]:
    module = "tests.integration.projection.process"
    command = [sys.executable, "-W", "ignore", "-m", module, mode, at.database.name]
    with subprocess.Popen([*command, at.topology.name]) as made:
        try:
            yield made
        finally:
            made.kill()


def done(at: Fair) -> int:
    return sum(Rows(at.database, at.group).positions().values())


def test_kill_9_at_any_moment_leaves_effects_exactly_once(
    database: Documents, world: World
) -> None:
    total = sum(world.heads.values())
    with fair(database, world) as at:
        for part in (1, 2, 3):
            with process(at, "plain"):
                eventually(lambda part=part: done(at) >= total * part // 5)  # type: ignore[misc]
        assert done(at) < total
        with process(at, "plain"):
            eventually(lambda: done(at) == total)
        assert stored(database) == expected(world)


def test_a_worker_runs_on_greenlets_as_well(database: Documents, world: World) -> None:
    with fair(database, world) as at, process(at, "green"):
        eventually(lambda: done(at) == sum(world.heads.values()))
        assert stored(database) == expected(world)
