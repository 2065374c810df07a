"""Full disks: each server has a small tmpfs, which shrinks to what is on it, and grows again."""

import os
from contextlib import suppress
from pathlib import Path
from random import Random

from pymongo import timeout
from pymongo.errors import PyMongoError

from tests.chaos.faults.fault import RECOVERY_SECONDS, Begin, Fault, Heal
from tests.chaos.shapes import DISK, SMALL_DISKS, mount
from tests.chaos.stack import Stack
from tests.chaos.until import until

ROOM = 200_000  # bytes that are left


def fill(name: str) -> Begin:
    def begin(stack: Stack, chance: Random) -> Heal:
        disk = stack.place.folder / name
        until(lambda: shrunk(disk, chance.randrange(ROOM)), 10, f"{disk} grows too fast")
        with suppress(PyMongoError), timeout(2.0):  # what it still has in memory must be written
            stack.mongo.admin.command("fsync")
        return lambda: mount(disk, "-o", f"remount,size={DISK}")

    return begin


def shrunk(disk: Path, room: int) -> bool:
    """False when more than that has been written in the meantime."""
    with suppress(PermissionError):
        mount(disk, "-o", f"remount,size={used(disk) + room}")
        return True
    return False


def used(disk: Path) -> int:
    space = os.statvfs(disk)
    return (space.f_blocks - space.f_bfree) * space.f_frsize


def forbidden() -> str:
    return "" if os.geteuid() == 0 else "only root may mount a small disk"


def full(name: str, folder: str, recovers: float) -> Fault:
    return Fault(
        f"full-disk-{name}", fill(folder), (2.0, 6.0), SMALL_DISKS, False, recovers=recovers,
        needs=forbidden,
    )  # fmt: skip


FAULTS = (
    full("mongod", "mongo", RECOVERY_SECONDS),
    # Half a minute of taking nothing, until the supervisor is sure, and then a broker's start.
    full("broker", "broker", 75.0),
)
