"""The registry of phones, addresses, ids and codes: a stream for each, kept with the customer.

A key that refuses belongs to one customer. One that warns may belong to several, and is kept all
the same, so that the next one can be told; only a company's name that warns is kept nowhere, for
the list of similar customers finds it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from kernel import Aggregate
from kernel.change import Change, change
from kernel.states import States
from services.customer import identity
from services.customer.customer import CUSTOMER, Customer
from services.customer.identity import IDENTITIES, Identity
from services.customer.keys import COMPANY, Key

ONLY_COMPANY = frozenset({COMPANY})
Moves = list[Change[Any, Any]]


def reservations(
    keys: Iterable[Key],
    secret: bytes,
    holder: str,
    at: datetime,
    warned: Collection[str] = ONLY_COMPANY,
) -> Moves:
    return [
        change(
            IDENTITIES[key.kind],
            identity.keyed(key.value, secret),
            identity.share if key.kind in warned else identity.reserve,
            holder=holder,
            at=at,
        )
        for key in keys
        if kept(key, warned)
    ]


def changes(
    before: Sequence[Key],
    after: Sequence[Key],
    secret: bytes,
    holder: str,
    at: datetime,
    warned: Collection[str] = ONLY_COMPANY,
) -> Moves:
    """What is no longer used is free, and what is new is taken, in the commit that says so."""
    freed = [
        change(
            IDENTITIES[key.kind],
            identity.keyed(key.value, secret),
            identity.free,
            holder=holder,
            at=at,
        )
        for key in added(after, before)
    ]
    return freed + reservations(added(before, after), secret, holder, at, warned)


def added(before: Sequence[Key], after: Sequence[Key]) -> list[Key]:
    known = {(key.kind, key.value) for key in before}
    return [key for key in after if (key.kind, key.value) not in known]


def kept(key: Key, warned: Collection[str]) -> bool:
    return key.kind != COMPANY or COMPANY not in warned


def taken(
    states: States,
    keys: Iterable[Key],
    secret: bytes,
    but: str | None = None,
    fresh: bool = True,
) -> list[tuple[Key, Customer]]:
    """Which of the keys belong to others than `but` already, and who they are."""
    asked = list(keys)
    names = [(IDENTITIES[key.kind], identity.keyed(key.value, secret)) for key in asked]
    held: list[Identity] = load(states, names, fresh)
    pairs = [(key, id) for key, one in zip(asked, held, strict=True) for id in one.holders]
    ids = list(dict.fromkeys(id for _, id in pairs if id != but))
    known = dict(zip(ids, load(states, [(CUSTOMER, id) for id in ids], fresh), strict=True))
    return [(key, known[id]) for key, id in pairs if id != but]


def load(
    states: States, wanted: Sequence[tuple[Aggregate[Any, Any], str]], fresh: bool
) -> list[Any]:
    """As of now with one question for all of them; else as they are known here."""
    if fresh:
        return [loaded.state for loaded in states.load_many(wanted)]
    return [states.load(aggregate, id, fresh=False).state for aggregate, id in wanted]
