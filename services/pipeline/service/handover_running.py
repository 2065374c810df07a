"""A leaver's open deals, one batch after the other into the log: each in one commit, or not."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4

from kernel import Rejected
from kernel.backoff import Backoff
from kernel.change import Change, change, expecting
from kernel.commits import Commits
from kernel.context import Context
from kernel.many import Many
from kernel.refusal import Stale, Unavailable
from kernel.states import Loaded, States
from services.pipeline import handover, reassigning
from services.pipeline.dealing import Dealing, returns
from services.pipeline.events import OpportunityHanded, OpportunityKept
from services.pipeline.handover import HANDOVER, Handover
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.owners import Standing
from services.pipeline.remembered import Opportunity

BATCH = 50
ATTEMPTS = 20  # times that others may change what a batch was about to
PAUSE, LONGEST_PAUSE = 0.02, 0.4  # seconds
BY_RULE = "system"
Changes = Sequence[Change[Any, Any]]
Found = Mapping[str, Loaded]  # by deal, as we looked at it
NOTHING: Found = {}


class Known(Protocol):
    """What read models tell."""

    def deals(self, person: str | None, after: str, limit: int) -> Sequence[str]: ...

    def standing(self, customer_id: str | None) -> Standing: ...

    def gone(self, people: Sequence[str | None]) -> frozenset[str]: ...


@dataclass
class HandingOver:
    states: States
    known: Known
    now: Callable[[], datetime]

    def load(self, handover_id: str) -> Handover:
        return self.states.newest(HANDOVER, handover_id)

    def finish(self, made: Handover) -> None:
        decide = handover.end if made.state == "running" else handover.end_undo
        context = on_behalf(made, f"{made.state}.end")
        Commits(self.states, context).commit(change(HANDOVER, made.id, decide, self.now()))

    def step(self, made: Handover, size: int = BATCH) -> bool:
        """The next deals of the leaver; False when there is none left."""
        if made.state == "undoing":
            return self._back(made, size)
        ids = self.known.deals(made.leaver, made.upto, size)
        if ids:
            self._until_nobody_is_faster(lambda: self._hand_over(made, ids))
        return bool(ids)

    def _back(self, made: Handover, size: int) -> bool:
        left = made.handed[made.undone : made.undone + size]
        if left:
            self._until_nobody_is_faster(lambda: self._give_back(made, size))
        return bool(left)

    def _hand_over(self, made: Handover, ids: Sequence[str]) -> None:
        found, at = self._look(ids), self.now()
        customers = {id: self.known.standing(one.state.customer_id) for id, one in found.items()}
        owners = (one.owner for one in customers.values())
        colleagues = (one.state.owner for one in found.values())
        gone = self.known.gone([*made.to, *owners, *colleagues])
        dealing = Dealing(made, gone)
        for id, one in found.items():
            dealing.take(one.state, customers[id])
        told = change(
            HANDOVER, made.id, handover.hand_over, made.upto, ids[-1],
            dealing.handed, dealing.kept, at,
        )  # fmt: skip
        changes = moved(made, found, dealing.handed, reassigning.hand, at)
        self._commit(on_behalf(made, f"after.{made.upto}"), told, changes, found)

    def _give_back(self, made: Handover, size: int) -> None:
        handed = made.handed[made.undone : made.undone + size]
        found, at = self._look([one.opportunity_id for one in handed]), self.now()
        leaver_gone = bool(self.known.gone([made.leaver]))
        back: list[OpportunityHanded] = []
        kept: list[OpportunityKept] = []
        for one in handed:
            deal: Opportunity = found[one.opportunity_id].state
            if reason := returns(deal, one, leaver_gone, made.id):
                kept.append(OpportunityKept(deal.id, reason, deal.owner))
            else:
                back.append(one)
        ids = [one.opportunity_id for one in back]
        told = change(HANDOVER, made.id, handover.give_back, made.undone, ids, kept, at)
        changes = moved(made, found, back, reassigning.give_back, at)
        self._commit(on_behalf(made, f"back.{made.undone}"), told, changes, found)

    def pick_up(self, waiting: Mapping[str, str]) -> None:
        """Deals that waited for an owner of their customer: each goes to who that is now."""
        for id, owner in waiting.items():
            context = Context(BY_RULE, command_id=f"{id}.waits-no-more.{uuid4()}")
            taken = change(OPPORTUNITY, id, reassigning.pick_up, owner, BY_RULE, self.now())
            Commits(self.states, context).commit(taken)

    def _look(self, ids: Sequence[str]) -> dict[str, Loaded]:
        loaded = self.states.load_many([(OPPORTUNITY, id) for id in ids])
        return dict(zip(ids, loaded, strict=True))

    def _commit(
        self, context: Context, told: Change[Any, Any], changes: Changes, found: Found = NOTHING
    ) -> None:
        known = {OPPORTUNITY.stream(id): loaded for id, loaded in found.items()}
        first = self.states.load(told.aggregate, told.id, fresh=False)
        Many(self.states, context, known | {told.stream: first}).commit(told, *changes)

    def _until_nobody_is_faster(self, take: Callable[[], None]) -> None:
        """Then all of it has to be looked at again."""
        pauses = Backoff(PAUSE, LONGEST_PAUSE)
        for _ in range(ATTEMPTS):
            try:
                return take()
            except (Rejected, Stale):
                time.sleep(pauses.next())
        raise Unavailable("busy", "others change the same deals all the time", retry_after=1)


def moved(
    made: Handover,
    found: Found,
    handed: Sequence[OpportunityHanded],
    decide: Callable[..., Any],
    at: datetime,
) -> list[Change[Any, Any]]:
    """Each still as we looked at it."""
    return [
        expecting(
            found[one.opportunity_id].version,
            change(OPPORTUNITY, one.opportunity_id, decide, made.leaver, one, made.by, at, made.id),
        )
        for one in handed
    ]


def on_behalf(made: Handover, step: str) -> Context:
    """Of who asked for it; the id of a step is the same for who takes it again."""
    return Context(made.by, "manager", f"{made.id}.deals.{step}", correlation_id=made.id)
