"""What the log says of all that the rows of a batch name, asked with a few questions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from kernel.aggregate import Aggregate
from kernel.context import Context
from kernel.decided import Part
from kernel.states import Loaded, States
from services.customer import import_batch, import_keys, rights
from services.customer.customer import CUSTOMER, Customer
from services.customer.import_batch import Key, Known
from services.customer.import_ready import Ready
from services.customer.imports import Plan
from services.customer.pool import POOL, open_for
from services.customer.portfolio import PORTFOLIO
from services.customer.settings import Settings

Gone = Callable[[Iterable[str]], frozenset[str]]


def nobody(people: Iterable[str]) -> frozenset[str]:
    """Who of these has been deactivated, or never worked here."""
    return frozenset()


class Found:
    """What was loaded, by stream: all that a batch decides, it decides on this."""

    def __init__(self, states: States) -> None:
        self.states = states
        self.loaded: dict[str, Loaded] = {}
        self.known = Known({})

    def load(self, wanted: Sequence[tuple[Aggregate[Any, Any], str]]) -> list[Any]:
        found = self.states.load_many(wanted)
        for (aggregate, id), loaded in zip(wanted, found, strict=True):
            self.loaded[aggregate.stream(id)] = loaded
        return [loaded.state for loaded in found]

    def states_of(self, aggregate: Aggregate[Any, Any], ids: Sequence[str]) -> dict[str, Any]:
        return dict(zip(ids, self.load([(aggregate, id) for id in ids]), strict=True))

    def part(
        self, aggregate: Aggregate[Any, Any], id: str, decide: Callable[..., Any], *given: Any
    ) -> Part:
        stream = aggregate.stream(id)
        loaded = self.loaded[stream]
        return Part(stream, loaded.version, decide(loaded.state, *given))


def look(
    states: States, settings: Settings, gone: Gone, strangers: Gone, plan: Plan,
    rows: Sequence[Ready], asker: Context, at: datetime,
) -> Found:  # fmt: skip
    found = Found(states)
    holders = live_holders(found, import_batch.all_keys(rows, settings.warned))
    wanted = plan.policy != "skip" or not asker.sees_all
    customers = found.states_of(CUSTOMER, sorted(set(holders.values())) if wanted else [])
    owners = sorted({row.owner for row in rows if row.owner})
    pools = sorted({row.pool for row in rows if row.pool})
    opened = found.states_of(POOL, pools)
    found.known = Known(
        holders,
        customers,
        found.states_of(PORTFOLIO, owners),
        settings.limits,
        settings.warned,
        gone(owners),
        strangers(owners),
        frozenset(id for id, pool in opened.items() if open_for(pool, id)),
        hidden(customers, asker, at),
    )
    return found


def hidden(customers: Mapping[str, Customer], asker: Context, at: datetime) -> frozenset[str]:
    """Whoever imports leads, and sees what lies in any pool."""
    return frozenset(id for id, one in customers.items() if not rights.sees(asker, one, at))


def live_holders(found: Found, keys: Sequence[Key]) -> Mapping[Key, str]:
    """Who was recognised by a row alone, and has been archived since, is no obstacle."""
    identities = found.load([import_keys.registered(*key) for key in keys])
    held = {
        key: holder
        for key, state in zip(keys, identities, strict=True)
        if (holder := import_keys.holder(state))
    }
    alone = sorted({holder for (kind, _), holder in held.items() if kind == import_keys.ROW})
    gone = {id for id, one in found.states_of(CUSTOMER, alone).items() if one.archived}
    return {
        key: holder
        for key, holder in held.items()
        if not (key[0] == import_keys.ROW and holder in gone)
    }
