"""How tests put a question to real rows, and what deals they ask about."""

from typing import Any

from services.analytics.asker import Asker
from services.analytics.asking import answering
from services.analytics.asking.reading import read
from services.analytics.facts.fact import Setting
from tests.integration.analytics.world import MANAGER, SHANGHAI, World
from tests.unit.analytics.examples import (
    DAY,
    NOON,
    engaging,
    opened,
    won,
)

TEAMS = {"ann": "east", "bob": "west", "eve": None}


def ask(world: World, asker: Asker = MANAGER, fact: str = "deals", **parts: Any) -> dict[str, Any]:
    query = read({"fact": fact} | parts)
    rows = world.rows[query.fact.group.name]
    return answering.answer(query, asker, Setting(SHANGHAI, TEAMS), rows)


def rows(world: World, asker: Asker = MANAGER, **parts: Any) -> list[list[Any]]:
    return [list(row.values()) for row in ask(world, asker, **parts)["rows"]]


def deal(world: World, id: str, owner: str = "ann", amount: str = "0.10", **about: Any) -> None:
    closed, days = about.pop("closed", NOON), about.pop("days", 4)
    world.happened(
        opened(id, owner=owner, **{"at": NOON - 30 * DAY} | about),
        engaging(id, at=closed - days * DAY),
        won(id, amount=amount, at=closed, owner=owner),
    )


def by(field: str, every: str | None = None) -> list[dict[str, Any]]:
    return [{"field": field} | ({"every": every} if every else {})]


def of(how: str, name: str, **more: Any) -> dict[str, Any]:
    return {"how": how, "of": name} | more


def where(field: str, test: str, value: Any) -> dict[str, Any]:
    return {"field": field, "test": test, "value": value}


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}
