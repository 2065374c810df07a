"""The customer's ladder: pool, claimed, intent, high intent, and at its ends lost and won."""

from dataclasses import dataclass
from datetime import datetime

from kernel import Aggregate, Rejected, Stale
from kernel.context import Context
from kernel.form import EARLIEST
from kernel.refusal import Unavailable
from services.pipeline import rights
from services.pipeline.events import LadderEvent, StageAdvanced, StageRefused, StageReverted
from services.pipeline.owners import Standing

RUNGS = ("pool", "claimed", "intent", "high-intent", "lost", "won")
CHOICES = RUNGS[1:]  # into the pool a customer comes by being released


@dataclass(frozen=True)
class Ladder:
    rung: str = "pool"
    ownership: int = 0  # position in the customer log of the newest ownership known here
    since: datetime = EARLIEST  # when it came to where it stands


def move(
    ladder: Ladder,
    asker: Context,
    customer: Standing,
    customer_id: str,
    to: str,
    reason: str | None,
    at: datetime,
    was: str | None = None,
) -> list[LadderEvent]:
    """Up, also past a rung; down, and to lost, with a reason. `was` is what the asker had read."""
    rights.require_climb(asker, customer, customer_id, at)
    require_same_news(ladder, customer)
    if ladder.rung == to:
        return []
    if was is not None and ladder.rung != was:
        raise Stale("stale", f"the customer stands at {ladder.rung} now", stage=ladder.rung)
    if reason is None and (to == "lost" or not is_higher(to, ladder.rung)):
        raise Rejected("reason-required", f"say why it goes from {ladder.rung} to {to}")
    return step(ladder, customer_id, to, asker.actor, reason, customer.position, at)


def require_same_news(ladder: Ladder, customer: Standing) -> None:
    """Ladder and standing hear of a new owner apart from each other, and either may be first."""
    released_since = ladder.rung != "pool" and ladder.ownership < customer.released
    if released_since or customer.position < ladder.ownership:
        raise Unavailable("not-yet", "it has just changed hands", retry_after=1)


def owned(
    ladder: Ladder, customer_id: str, by: str, ownership: int, at: datetime
) -> list[LadderEvent]:
    """Somebody holds the customer now: it stands at least on `claimed`."""
    if ownership <= ladder.ownership or not is_higher("claimed", ladder.rung):
        return []
    return step(ladder, customer_id, "claimed", by, None, ownership, at)


def released(
    ladder: Ladder, customer_id: str, by: str, reason: str, ownership: int, at: datetime
) -> list[LadderEvent]:
    """Back to the pool, unless the ladder has been climbed under a newer owner already."""
    if ownership <= ladder.ownership or ladder.rung == "pool":
        return []
    return step(ladder, customer_id, "pool", by, reason, ownership, at)


def won(ladder: Ladder, customer_id: str, by: str, at: datetime) -> list[LadderEvent]:
    """The first won deal makes the customer won; a lost one would change nothing."""
    if ladder.rung == "won":
        return []
    return step(ladder, customer_id, "won", by, None, ladder.ownership, at)


def step(
    ladder: Ladder,
    customer_id: str,
    to: str,
    by: str,
    reason: str | None,
    ownership: int,
    at: datetime,
    follow_up_id: str | None = None,
) -> list[LadderEvent]:
    """Not before it came to where it stands: a deal of long ago may be loaded after that."""
    known, at = max(ownership, ladder.ownership), max(at, ladder.since)
    kind = StageAdvanced if is_higher(to, ladder.rung) else StageReverted
    return [kind(customer_id, ladder.rung, to, by, reason, at, known, follow_up_id)]


def is_higher(rung: str, other: str) -> bool:
    return RUNGS.index(rung) > RUNGS.index(other)


def evolve(ladder: Ladder, event: LadderEvent | StageRefused) -> Ladder:
    if isinstance(event, StageRefused):
        return ladder
    return Ladder(event.to, event.ownership, max(event.at, ladder.since))


LADDER = Aggregate("ladder", Ladder(), evolve, LadderEvent | StageRefused, implicit=True)
