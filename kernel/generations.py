"""Rebuilds a group's read models beside the live ones: build, compare, switch, switch back.

Readers see the old rows until one document names the new ones, which are never behind. The
generation before is kept, what is older is removed. A rebuild that fails leaves nothing; one that
was killed leaves collections, which the next one drops. It begins again from the first event.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event
from uuid import uuid4

from kernel import checkpoint
from kernel.bulk import Bulk
from kernel.comparing import Comparison
from kernel.contrast import contrast
from kernel.group import Group
from kernel.keeping import kept
from kernel.lease import Lease
from kernel.live import Documents, Generations, checkpoint_id, durable, generations, told
from kernel.parked import ParkedStreams
from kernel.progress import Progress, Report
from kernel.reading import heads
from kernel.rebuilds import COMPARING, Rebuilds, told_of
from kernel.refusal import Rejected
from kernel.subscription import Fetch
from kernel.sweeping import abandon, numbers, tidy
from kernel.switching import move, unheard, write
from kernel.unwritable import SUSPECT, unwritable

NO_PREVIOUS = "no-previous-generation"
TTL = 30.0  # seconds after a rebuild was killed, the next may begin


@dataclass(frozen=True, slots=True)
class Result:
    group: str
    generation: int
    events: int
    seconds: float  # of the build, without comparison
    parked: int  # events that the new generation could not take
    comparisons: tuple[Comparison, ...]  # empty: there was nothing to compare with

    @property
    def rate(self) -> float:
        return self.events / max(self.seconds, 1e-9)

    @property
    def same(self) -> bool:
        return all(comparison.same for comparison in self.comparisons)


def rebuild(database: Documents, group: Group, fetch: Fetch, report: Report) -> Result:
    """A new generation from the whole feed, live when this returns.

    It goes live even when it differs: that is why one rebuilds. `switch_back` undoes it.
    """
    database = durable(database)
    with alone(database, group) as over:
        now = told(database, group.name)
        # Nor a number under which another group, that is part of this one now, has rows.
        there = numbers(database, group)
        new = max(now.live, now.previous or 0, now.building or 0, *there) + 1
        try:
            with told_of(database, group, new) as rebuilds:
                return beside(database, group, fetch, report, now, rebuilds, over)
        except (Exception, KeyboardInterrupt):
            if not over.is_set():  # else another one has removed it, or is about to
                abandon(database, group, new, report)
            raise


def beside(
    database: Documents,
    group: Group,
    fetch: Fetch,
    report: Report,
    now: Generations,
    rebuilds: Rebuilds,
    over: Event,
) -> Result:
    new = rebuilds.generation
    if not now.newer:  # until the switch, only those who know what it means may change it
        write(database, group, replace(now, building=new))
    progress = build(database, group, rebuilds, fetch, report)
    rebuilds.phase(COMPARING)
    parked = ParkedStreams(database, checkpoint_id(group.name, new)).count()
    report(f"{progress}; {parked} events parked")
    compared = contrast(database, group, fetch, now.live, new, report)
    if over.is_set():
        raise Rejected("rebuild-overtaken", f"another rebuild of {group.queue} has begun")
    if now.newer:
        write(database, group, replace(now, building=new))
    move(database, group, fetch, new)
    report(f"{group.queue}: generation {new} is live, {now.live} is kept to switch back to")
    tidy(database, group, report)
    return Result(group.name, new, progress.done, progress.seconds, parked, tuple(compared))


def switch_back(database: Documents, group: Group, fetch: Fetch, report: Report = unheard) -> int:
    """Make the generation before live again, caught up; answers its number."""
    database = durable(database)
    with alone(database, group):
        now = generations(database, group.name)
        if now.previous is None:
            raise Rejected(NO_PREVIOUS, f"{group.queue} has never been rebuilt")
        if checkpoint.load(database, checkpoint_id(group.name, now.previous)).rewound:
            lost = f"generation {now.previous} holds what its log has lost"
            raise Rejected("rows-beyond-log", lost)
        report(f"{group.queue}: brings generation {now.previous} up to {now.live}, shown till then")
        move(database, group, fetch, now.previous, report)
        return now.previous


def build(
    database: Documents, group: Group, rebuilds: Rebuilds, fetch: Fetch, report: Report
) -> Progress:
    """Fast first; if a row cannot be stored, again and looking closely for the event behind it."""
    upto = heads(fetch, group.sources)
    try:
        return build_once(database, group, rebuilds, fetch, upto, report, careful=False)
    except SUSPECT as error:
        if not unwritable(error):
            raise
        report(f"{group.queue}: a row cannot be stored, looking for its event: {error}")
        return build_once(database, group, rebuilds, fetch, upto, report, careful=True)


def build_once(
    database: Documents,
    group: Group,
    rebuilds: Rebuilds,
    fetch: Fetch,
    upto: dict[str, int],
    report: Report,
    careful: bool,
) -> Progress:
    new = rebuilds.generation
    tidy(database, group, report, new)
    progress = Progress(group.queue, sum(upto.values()), report, told=rebuilds.come)
    Bulk(database, group, new, careful).run(fetch, upto, progress.tick)
    progress.finish()
    return progress


@contextmanager
def alone(database: Documents, group: Group) -> Iterator[Event]:
    """One rebuild or switch of a group at a time; Rejected while there is another."""
    holder = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
    lease = Lease(database["leases"], f"rebuild/{group.name}", holder, TTL)
    if not lease.acquire():
        raise Rejected("rebuild-running", f"{group.queue} is being rebuilt or switched already")
    with kept(lease, Event()) as over:
        yield over
