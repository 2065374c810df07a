"""The bundled sample: 200 firms, six salespeople, 90 days of work. One date gives one sample.

Everything is drawn from a seed per firm; the date only moves it, so that the reports of a fresh
system end yesterday.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from cli.demo.deals import Deal, deals
from cli.demo.firms import FIRMS, firm, is_english
from cli.demo.talks import talks
from cli.demo.words import GIVE_UPS, PEOPLE, POOL

Json = dict[str, Any]
SEED = "guanxi"
# How twenty firms come to their owners; the same again for the next twenty.
ENTERED, ASSIGNED, CLAIMED, RELEASED, IN_POOL = "entered", "assigned", "claimed", "released", "pool"
FATES = (ENTERED,) * 11 + (ASSIGNED,) * 3 + (CLAIMED,) + (RELEASED,) + (IN_POOL,) * 4
RUNGS: Sequence[tuple[str, ...]] = (
    (), (), (), ("intent",), ("intent",), ("intent",), ("high-intent",),
    ("intent", "high-intent"), ("intent", "high-intent"), ("intent", "high-intent", "won"),
    ("intent", "high-intent", "won"), ("intent", "lost"),
)  # fmt: skip


@dataclass(frozen=True)
class Prospect:
    key: str
    fate: str
    registration: Json
    owner: str | None  # None: a firm in the pool, or whoever loads the sample has claimed it
    talks: tuple[Json, ...] = ()
    rungs: tuple[str, ...] = ()  # commands in their order; won comes from the deal
    deals: tuple[Deal, ...] = ()
    give_up: str | None = None

    @property
    def name(self) -> str:
        return str(self.registration["name"])


def sample(today: date) -> list[Prospect]:
    return [prospect(number, today) for number in range(FIRMS)]


def prospect(number: int, today: date) -> Prospect:
    chance = Random(f"{SEED}/{number}")
    fate = FATES[number % len(FATES)]
    body = firm(number, chance)
    owner = chance.choice(PEOPLE)
    begun = Prospect(f"{number:03d}", fate, entry(body, fate, owner), None)
    return begun if fate == IN_POOL else worked(begun, number, owner, today, chance)


def entry(body: Json, fate: str, owner: str) -> Json:
    """A firm entered by hand has an owner at once; all others begin in the pool."""
    return body | ({"owner": owner} if fate in (ENTERED, RELEASED) else {"pool": POOL})


def worked(begun: Prospect, number: int, person: str, today: date, chance: Random) -> Prospect:
    owner = None if begun.fate == CLAIMED else person
    released = begun.fate == RELEASED
    climbed = () if released else chance.choice(RUNGS)
    return Prospect(
        begun.key,
        begun.fate,
        begun.registration,
        owner,
        talks(today, chance, owner, english=is_english(number), done=climbed[-1:]),
        tuple(rung for rung in climbed if rung != "won"),
        deals(today, chance, owner, climbed[-1:], f"{number:03d}"),
        chance.choice(GIVE_UPS) if released else None,
    )
