"""How customers return to their pools by themselves, at their moments: the ticker's agenda."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kernel.change import Change, change
from kernel.commits import Commits
from kernel.context import Context
from kernel.due_rows import Due, DueRows
from kernel.live import Documents
from kernel.refusal import Unavailable
from kernel.rows import Rows
from kernel.settings import time_zone
from kernel.states import States
from kernel.ticker import command_id
from services.customer import judging, portfolio, recycling
from services.customer.customer import CUSTOMER, OwnerMoved
from services.customer.judging import Verdict, ruling
from services.customer.known_pools import POOLS
from services.customer.pool import POOL, exists
from services.customer.portfolio import PORTFOLIO
from services.customer.recycling import Falling
from services.customer.returns import HELD, SOURCES, heard

PAGE = 500  # rows judged at once
MOST_POOLS = 1_000
PATIENCE = 5  # times that an owner may change under our hands

Row = Mapping[str, Any]


class Returns:
    """Judges rows that have changed, and all of a pool whose rules have, a page at a time."""

    name = "returns"

    def __init__(self, database: Documents, rows: Rows, states: States) -> None:
        self.rows = rows
        self.states = states
        self.zone = ZoneInfo(time_zone())
        self.table = DueRows(database, self.name)
        self.table.create_indexes()

    def refresh(self) -> bool:
        held = self.rows.collection(HELD)
        mark = self._mark()
        pools = self._pools()
        more = [self._changed(held, pools, mark, source) for source in SOURCES]
        more += [self._ruled(held, pool, mark) for pool in pools.values()]
        if any(judged for judged, _ in more):
            self.table.set_mark(mark)
        return any(full for _, full in more)

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        return self.table.due(now, limit)

    def next(self) -> datetime | None:
        return self.table.next()

    def fire(self, due: Due, now: datetime) -> None:
        """By the facts as they are known now: what was due may have been put off."""
        row = self.rows.collection(HELD).find_one({"_id": due.id}) or {"_id": due.id}
        pool = self.rows.collection(POOLS).find_one({"_id": row.get("home")}) or {}
        by = ruling(pool, self.zone)
        found = judging.verdict(row, by)
        if found is None or judging.next_moment(found, row) > now:
            self.table.put({due.id: judging.moment_of(row, by)})
        elif found.due_at <= now:
            self._recycle(due.id, row, found, now)
        else:
            self._warn(due.id, row, found, now)

    def _recycle(self, id: str, row: Row, found: Verdict, now: datetime) -> None:
        falling = self._falling(row, found)
        log = self._log(command_id("recycle", Due(id, found.due_at)))
        for _ in range(PATIENCE):
            state = self.states.newest(CUSTOMER, id)
            hold = state.hold
            changes: list[Change[Any, Any]] = [
                change(CUSTOMER, id, recycling.recycle, falling, hold, now)
            ]
            if hold.owner:
                drop = (hold.owner, id, now, hold.under, hold.won)
                changes.append(change(PORTFOLIO, hold.owner, portfolio.drop, *drop))
            try:
                log.commit(*changes, answered=False)
                return
            except OwnerMoved:
                continue
        raise Unavailable("busy", "the customer changes hands too often", retry_after=1)

    def _warn(self, id: str, row: Row, found: Verdict, now: datetime) -> None:
        falling = self._falling(row, found)
        for step in judging.overdue_warnings(found, row, now):
            named = command_id("warn", Due(id, found.due_at), f"{step.days}/{step.to}")
            made = change(CUSTOMER, id, recycling.warn, falling, step.to, step.days, now)
            self._log(named).commit(made, answered=False)

    def _falling(self, row: Row, found: Verdict) -> Falling:
        """Into the pool that the rule names, if it still takes any."""
        into = found.rule.return_to or found.pool
        target = self.states.newest(POOL, into)
        if not exists(target, into) or target.closed:
            into = found.pool
        return Falling(
            row["owner"], row["owned_since"], into, found.because, found.days, found.pool,
            found.version, found.due_at,
        )  # fmt: skip

    def _log(self, command: str) -> Commits:
        return Commits(self.states, Context(command_id=command, correlation_id=command))

    def _mark(self) -> dict[str, Any]:
        """How far the rows have been judged; from the beginning when they were built anew."""
        mark = self.table.mark()
        if mark.get("generation") != self.rows.generation:
            self.table.forget()
            mark = {"generation": self.rows.generation}
        return {source: 0 for source in SOURCES} | {"pools": {}} | mark

    def _pools(self) -> dict[str, Row]:
        found = self.rows.collection(POOLS).find().limit(MOST_POOLS)
        return {row["_id"]: row for row in found}

    def _changed(
        self, held: Any, pools: Mapping[str, Row], mark: dict[str, Any], source: str
    ) -> tuple[bool, bool]:
        """Whether any were judged, and whether there may be more."""
        field = heard(source)
        found = list(held.find({field: {"$gt": mark[source]}}).sort(field).limit(PAGE))
        if found:
            self._judge(found, pools)
            mark[source] = found[-1][field]
        return bool(found), len(found) == PAGE

    def _ruled(self, held: Any, pool: Row, mark: dict[str, Any]) -> tuple[bool, bool]:
        """One page of what came from a pool whose rules are not those that it was judged by."""
        id, version = pool["_id"], pool.get("rules_version", 0)
        judged = mark["pools"].get(id, {"version": 0, "upto": None})
        if judged["version"] == version and judged["upto"] is None:
            return False, False
        upto = judged["upto"] if judged["version"] == version else ""
        found = list(held.find({"home": id, "_id": {"$gt": upto}}).sort("_id").limit(PAGE))
        self._judge(found, {id: pool})
        full = len(found) == PAGE
        mark["pools"][id] = {"version": version, "upto": found[-1]["_id"] if full else None}
        return True, full

    def _judge(self, rows: Sequence[Row], pools: Mapping[str, Row]) -> None:
        rulings = {id: ruling(pool, self.zone) for id, pool in pools.items()}
        none = ruling({}, self.zone)
        self.table.put(
            {
                row["_id"]: judging.moment_of(row, rulings.get(row.get("home", ""), none))
                for row in rows
            }
        )
