"""The same history in every process that imports it, read in small pages and so in many steps."""

from typing import Any

from tests.game import Bought, Left, Scored, World

PAGE = 20


def long_history() -> World:
    world = World()
    for n in range(400):
        world.happen(Scored(f"p{n % 7}", n % 5), Scored("ann", 1), Left(f"p{n % 3}"))
        world.happen(Bought(f"p{n % 7}", "1.10"), source="shop")
    return world


WORLD = long_history()


def fetch(source: str, after: int, limit: int) -> dict[str, Any]:
    return WORLD.fetch(source, after, min(limit, PAGE))
