"""Deals that stand on a stage for longer than is expected: the ticker's agenda."""

from collections.abc import Sequence
from datetime import datetime

from kernel.change import change
from kernel.commits import Commits
from kernel.context import Context
from kernel.due_rows import Due
from kernel.live import Documents
from kernel.rows import Rows
from kernel.states import States
from kernel.ticker import command_id
from services.pipeline import moving
from services.pipeline.heard import RUNNING
from services.pipeline.opportunity import OPPORTUNITY

BY_RULE = "system"


class Stuck:
    """What is due stands in the rows of running deals."""

    name = "stuck"

    def __init__(self, database: Documents, rows: Rows, states: States) -> None:
        self.rows = rows
        self.states = states

    def refresh(self) -> bool:
        return False

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        running = self.rows.collection(RUNNING)
        found = running.find({"stuck_at": {"$lte": now}}, sort=[("stuck_at", 1)], limit=limit)
        return [Due(row["_id"], row["stuck_at"]) for row in found]

    def next(self) -> datetime | None:
        wanted = {"stuck_at": {"$gt": datetime.min}}
        found = self.rows.collection(RUNNING).find_one(wanted, sort=[("stuck_at", 1)])
        return found["stuck_at"] if found else None

    def fire(self, due: Due, now: datetime) -> None:
        context = Context(BY_RULE, command_id=command_id(self.name, due))
        told = change(OPPORTUNITY, due.id, moving.tell_stuck, now)
        Commits(self.states, context).commit(told, answered=False)
