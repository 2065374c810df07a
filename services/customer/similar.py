"""Customers that are like one another: names that sound alike, a telephone of several extensions.

Each customer is filed under a few numbers (`likeness.blocks`); who is asked for is compared only
with what is filed under the same ones, and of each with a bounded number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.context import Context
from kernel.projection import Row
from services.customer import duplicates, events, likeness
from services.customer.duplicates import PoolOf
from services.customer.events import Holders, Profile
from services.customer.filing import SIMILAR as SIMILAR
from services.customer.filing import described as described
from services.customer.filing import filed as filed
from services.customer.filing import numbers, of_row
from services.customer.likeness import Likeness, Title
from services.customer.titles import titles
from services.rights import LEADS

EACH = 20  # customers that are looked at of those filed under one number
MOST_BLOCKS = 40  # numbers under which one question looks: 800 customers at most
MOST = 10  # that are told
LIMIT_MS = 1_000  # of a question that takes a few
Answer = dict[str, Any]


@dataclass(frozen=True)
class Stranger(Holders):
    """A customer of the read model, as far as rights and answers ask for it."""

    id: str
    pool: str | None
    kept_for: str | None = None  # what is archived is filed nowhere


@dataclass(frozen=True)
class Asked:
    """Who is looked for."""

    titles: Sequence[Title]
    phones: Sequence[str]

    @property
    def blocks(self) -> list[int]:
        """The surest first: a telephone, whole names, then halves of names."""
        unsure = [number for title in self.titles for number in likeness.looked_for(title)]
        return list(dict.fromkeys([*self.sure, *unsure]))[:MOST_BLOCKS]

    @property
    def sure(self) -> list[int]:
        whole = [number for title in self.titles for number in likeness.wholes(title)]
        return list(dict.fromkeys([*map(likeness.of_phone, self.phones), *whole]))[:MOST_BLOCKS]


def asked(profile: Profile) -> Asked:
    numbers = described(profile)["phones"]
    return Asked([likeness.title(name, text) for name, text in titles(profile)], numbers)


def found(
    rows: Any,
    asker: Context,
    who: Asked,
    blocks: Sequence[int],
    but: Iterable[str],
    pool_of: PoolOf,
    at: datetime,
) -> list[Answer]:
    """The likest customers, without those that are known already; as far as the asker may see."""
    left_out = frozenset(but)
    scored = [
        (like, row)
        for row in candidates(rows, blocks)
        if row["_id"] not in left_out and (like := compared(who, row)).score >= likeness.LIKE
    ]
    scored.sort(key=lambda pair: (-pair[0].score, pair[1]["owner"] != asker.actor, pair[1]["_id"]))
    return [told(asker, who, row, like, pool_of, at) for like, row in scored[:MOST]]


def candidates(rows: Any, blocks: Sequence[int]) -> list[Row]:
    """In one request: so many of each number, each customer once."""
    if not blocks:
        return []
    first, *others = ([{"$match": {"blocks": at}}, {"$limit": EACH}] for at in blocks)
    also = [{"$unionWith": {"coll": rows.name, "pipeline": other}} for other in others]
    return list(
        {row["_id"]: row for row in rows.aggregate([*first, *also], maxTimeMS=LIMIT_MS)}.values()
    )


def compared(who: Asked, row: Row) -> Likeness:
    known = of_row(row)
    named = likeness.best(who.titles, known)
    if not set(who.phones) & set(numbers(row)):
        return named
    score = min(99, likeness.TELEPHONE + named.score // 8)
    telephone = Likeness(score, "the same telephone, perhaps with another extension")
    return max(named, telephone, key=lambda like: like.score)


def told(
    asker: Context, who: Asked, row: Row, like: Likeness, pool_of: PoolOf, at: datetime
) -> Answer:
    held = vars(events.of_row(row))
    customer = Stranger(row["_id"], row["pool"], **held)
    seen = duplicates.sees(asker, customer, pool_of, at)
    known = {"name": seen, "company": seen and not hidden(asker, customer, pool_of)}
    shown = {name: row[name] if open else veiled(row[name], who) for name, open in known.items()}
    points = {"score": like.score, "reason": like.reason}
    return duplicates.standing(asker, customer, seen) | shown | points


def hidden(asker: Context, customer: Stranger, pool_of: PoolOf) -> bool:
    """Whether the pool in which it lies shows no companies."""
    if customer.pool is None or asker.role in LEADS:
        return False
    return pool_of(customer.pool).hides(asker, "company")


def veiled(text: str | None, who: Asked) -> str | None:
    """Of what somebody may not see only the characters that they have typed themselves."""
    if text is None:
        return None
    typed = {char for title in who.titles for char in title.plain}
    return "".join(char if char.casefold() in typed else "＊" for char in text)
