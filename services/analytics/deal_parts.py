"""Who has which part of a deal: by its shares, and its owner all of it where nobody shares it.

Its worth goes by these parts; the deal itself is counted once, for its owner. So the figures of
all people add up to those of the whole, in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kernel.projection import Row

HUNDRED = Decimal(100)
OWN = {"$cond": [{"$eq": ["$$this.person", "$owner"]}, 1, 0]}
SHARES = {
    "$map": {
        "input": "$shares",
        "in": {"person": "$$this.person", "percent": {"$toDecimal": "$$this.percent"}, "own": OWN},
    }
}
ALL_ITS_OWNERS = [{"person": "$owner", "percent": HUNDRED, "own": 1}]
NOTHING_ITS_OWNERS = [{"person": "$owner", "percent": Decimal(0), "own": 1}]
REST = {"$cond": [{"$in": ["$owner", "$shares.person"]}, [], NOTHING_ITS_OWNERS]}
PARTS = {"$cond": [{"$eq": ["$shares", []]}, ALL_ITS_OWNERS, {"$concatArrays": [SHARES, REST]}]}
EACH = ({"$set": {"part": PARTS}}, {"$unwind": "$part"})  # of an aggregation
WORTH: Any = {"$divide": [{"$multiply": ["$amount", "$part.percent"]}, HUNDRED]}


@dataclass(frozen=True, slots=True)
class Part:
    person: str | None
    percent: Decimal
    own: int  # of how many deals this is the owner's part: 1 or 0

    def of(self, amount: Decimal) -> Decimal:
        return amount * self.percent / HUNDRED


def parts(row: Row) -> Iterator[Part]:
    """The same of one row."""
    owner, shares = row["owner"], row["shares"]
    for one in shares:
        yield Part(one["person"], Decimal(one["percent"]), int(one["person"] == owner))
    if owner not in [one["person"] for one in shares]:
        yield Part(owner, Decimal(0) if shares else HUNDRED, 1)
