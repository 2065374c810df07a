"""A firm's deals: opened, engaged, won or lost within the last ninety days."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from cli.demo.moments import DAYS, moment
from cli.demo.words import PRODUCTS, REASONS_LOST

Json = dict[str, Any]
ENDINGS = {"high-intent": "open", "won": "won", "lost": "lost"}


@dataclass(frozen=True)
class Deal:
    key: str
    opening: Json
    engaging: Json | None = None
    win: Json | None = None
    lose: Json | None = None


def deals(
    today: date, chance: Random, owner: str | None, rung: tuple[str, ...], firm: str
) -> tuple[Deal, ...]:
    """Who stands on a rung has the deal to show for it; some also have an older one, lost."""
    endings = [ENDINGS[name] for name in rung if name in ENDINGS]
    if rung == ("intent",) and chance.random() < 0.5:
        endings = ["new"]
    if rung and chance.random() < 0.3:
        endings = [*endings, "lost"]
    return tuple(
        deal(today, chance, owner, ending, f"{firm}-{count}")
        for count, ending in enumerate(endings, 1)
    )


def deal(today: date, chance: Random, owner: str | None, ending: str, key: str) -> Deal:
    product, price = chance.choice(PRODUCTS)
    days = chance.sample(range(2, DAYS - 4), 3)
    opened, engaged, closed = sorted(moment(today, ago, chance) for ago in days)
    amount = price * chance.choice((1, 1, 1, 2, 3))
    opening = {
        "name": f"{product} {key}",
        "product": product,
        "amount": money(amount),
        "stage": "prospecting",
        "at": opened.isoformat(),
        "expected_close": (today + timedelta(days=chance.randrange(5, 60))).isoformat(),
    }
    opening |= {"owner": owner} if owner else {}
    if ending == "new":
        return Deal(key, opening)
    engaging = {"to": "engaging", "at": engaged.isoformat()}
    closing = {"at": closed.isoformat()}
    if ending == "won":
        agreed = amount * chance.choice((100, 100, 95, 90, 85)) // 100
        return Deal(key, opening, engaging, win=closing | {"amount": money(agreed)})
    if ending == "lost":
        return Deal(key, opening, engaging, lose=closing | {"reason": chance.choice(REASONS_LOST)})
    return Deal(key, opening, engaging)


def money(amount: int) -> dict[str, str]:
    return {"amount": f"{amount}.00", "currency": "CNY"}
