"""What rows are recognised by: how an import asks the registry, in bulk, and writes to it.

A row without a phone, an address or a code is recognised by what it says, so that the same file
adds nothing the second time. Only imports ask for that: to namesakes a form says yes.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from typing import Any, NamedTuple

from kernel.aggregate import Aggregate
from kernel.change import Change, change
from services.customer import identity, profile, recognised
from services.customer.customer import Customer
from services.customer.events import IdentityEvent, Person, Profile
from services.customer.identity import IDENTITIES, Identity
from services.customer.keys import COMPANY, Key, once, reached
from services.customer.titles import core, fold

ROW = "imported"
ROWS = Aggregate(ROW, Identity(), identity.evolve, IdentityEvent, implicit=True)
KEPT: dict[str, Aggregate[Any, Any]] = {**IDENTITIES, ROW: ROWS}  # by kind of key


class RowKey(NamedTuple):
    kind: str  # phone, email, …; imported
    id: str  # of its stream


def of(
    described: Profile, secret: bytes, contact: Person | None = None, names: bool = True
) -> tuple[RowKey, ...]:
    """Without `names`, not by that of its company: where it only warns it is kept elsewhere."""
    theirs = recognised.of_contact("", contact) if contact else []
    own = profile.keys(described) if names else reached(described)
    return named(described, once([*own, *theirs]) if theirs else own, secret)


def of_customer(customer: Customer, secret: bytes) -> tuple[RowKey, ...]:
    """As it is now; none of what is archived."""
    if customer.archived:
        return ()
    return named(customer.profile, recognised.by(customer), secret)


def named(described: Profile, keys: Sequence[Key], secret: bytes) -> tuple[RowKey, ...]:
    found = [RowKey(key.kind, identity.keyed(key.value, secret)) for key in keys]
    if all(key.kind == COMPANY for key in found):
        found.append(RowKey(ROW, identity.keyed(said(described), secret)))
    return tuple(found)


def said(described: Profile) -> str:
    """Equal for rows of one customer: by name, company and address.

    One that says no more than a name is told from its namesakes by all that it says.
    """
    company = core(described.company) if described.company else ""
    places = ["".join(fold(one.written).split()) for one in described.addresses]
    rest = [] if company or places else [str(getattr(described, name)) for name in profile.NAMES]
    return "\x1f".join([core(described.name), company, *sorted(places), *rest])


def registered(kind: str, id: str) -> tuple[Aggregate[Any, Any], str]:
    """Where it is kept."""
    return KEPT[kind], id


def holder(state: Identity) -> str | None:
    """The customer that has this key; the first of several, where it only warns."""
    return next(iter(state.holders), None)


def take(
    state: Identity, holders: Sequence[str], at: datetime, shared: bool
) -> list[IdentityEvent]:
    """By the first of them, or by all where the key only warns."""
    decide = identity.share if shared else identity.reserve
    if len(holders) == 1:  # nearly always
        return decide(state, holders[0], at)
    return in_turn(state, [(decide, holder) for holder in holders], at)


def take_over(state: Identity, holder: str, at: datetime) -> list[IdentityEvent]:
    """From who has been archived since."""
    freed = [(identity.free, before) for before in state.holders]
    return in_turn(state, [*freed, (identity.reserve, holder)], at)


def in_turn(state: Identity, steps: Sequence[tuple[Any, str]], at: datetime) -> list[IdentityEvent]:
    events: list[IdentityEvent] = []
    for decide, holder in steps:
        decided = decide(state, holder, at)
        state = reduce(identity.evolve, decided, state)
        events += decided
    return events


def freed(key: RowKey, holder: str, at: datetime) -> Change[Any, Any]:
    return change(KEPT[key.kind], key.id, identity.free, holder, at)
