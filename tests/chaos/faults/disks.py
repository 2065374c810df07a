"""Full disks: each server has a small tmpfs, which shrinks to what is on it, and grows again."""

import os
from pathlib import Path
from random import Random

from tests.chaos.faults.fault import Begin, Fault, Heal
from tests.chaos.shapes import DISK, SMALL_DISKS, mount
from tests.chaos.stack import Stack

ROOM = 200_000  # bytes that are left


def fill(name: str) -> Begin:
    def begin(stack: Stack, chance: Random) -> Heal:
        disk = stack.place.folder / name
        size = used(disk) + chance.randrange(ROOM)
        mount(disk, "-o", f"remount,size={size}")
        return lambda: mount(disk, "-o", f"remount,size={DISK}")

    return begin


def used(disk: Path) -> int:
    space = os.statvfs(disk)
    return (space.f_blocks - space.f_bfree) * space.f_frsize


def forbidden() -> str:
    return "" if os.geteuid() == 0 else "only root may mount a small disk"


FAULTS = tuple(
    Fault(f"full-disk-{name}", fill(folder), (2.0, 6.0), SMALL_DISKS, False, needs=forbidden)
    for name, folder in (("mongod", "mongo"), ("broker", "broker"))
)
