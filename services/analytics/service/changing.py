"""What the analytics service answers about changes: how far it knows them, and who may be told."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.checkpoint import Checkpoint
from kernel.context import Context
from kernel.nameko import rpc
from services.analytics import changes
from services.analytics.asker import asker
from services.analytics.changes import ROWS, Change, Verdict
from services.analytics.parameters import wrong
from services.analytics.service.desk import Desk, now

MOST = 1_000  # of each, at once


class Changing(Desk):
    @rpc
    def lists_stand(self) -> dict[str, int]:
        """Up to which position of each log the lists show all, with what that rests on."""
        return settled(self.lists.at(), self.lists.group.sources)

    @rpc
    def changes_seen(
        self, askers: Sequence[Mapping[str, Any]], told: Sequence[Mapping[str, Any]]
    ) -> list[Verdict]:
        """For each who asks, the places of those that they may know of, and of those no more.

        Who asks on behalf of several says with which rights each of them would.
        """
        if len(askers) > MOST or len(told) > MOST:
            raise wrong("told", f"at most {MOST} at once")
        at = now()
        who = [self._among(asker(Context.from_json(one), at)) for one in askers]
        return changes.judged(self.lists.collection, who, [read(one) for one in told])


def settled(at: Checkpoint, sources: Any) -> dict[str, int]:
    """What rests on an event that is not in yet is as good as not in: nobody would see it."""
    stand = dict.fromkeys(sources, 0) | dict(at.positions)
    for debt in at.debts:
        stand[debt.source] = min(stand.get(debt.source, 0), debt.first - 1)
    return stand


def read(one: Mapping[str, Any]) -> Change:
    if one["kind"] not in ROWS:
        raise wrong("kind", f"is one of {', '.join(ROWS)}")
    return Change(one["kind"], one["id"], frozenset(one["people"]), one["pool"])
