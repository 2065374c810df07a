"""What the log says of all that the rows of a batch name, asked with a few questions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kernel.aggregate import Aggregate
from kernel.decided import Part
from kernel.states import Loaded, States
from services.customer import import_batch, import_keys
from services.customer.customer import CUSTOMER
from services.customer.import_batch import Key, Known
from services.customer.import_rows import Row
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
    states: States, settings: Settings, gone: Gone, strangers: Gone, plan: Plan, rows: Sequence[Row]
) -> Found:
    found = Found(states)
    holders = live_holders(found, import_batch.all_keys(rows, settings.warned))
    ids = sorted(set(holders.values())) if plan.policy != "skip" else []
    owners = sorted({row.owner for row in rows if row.owner})
    pools = sorted({row.pool for row in rows if row.pool})
    opened = found.states_of(POOL, pools)
    found.known = Known(
        holders,
        found.states_of(CUSTOMER, ids),
        found.states_of(PORTFOLIO, owners),
        settings.limits,
        settings.warned,
        gone(owners),
        strangers(owners),
        frozenset(id for id, pool in opened.items() if open_for(pool, id)),
    )
    return found


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
