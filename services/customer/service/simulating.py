"""What other rules would do to a pool's customers, asked before they are set; none is moved."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kernel.form import Form, identifier
from kernel.nameko import remote, rpc
from kernel.rfc3339 import dump_time
from services.customer import pool as pools
from services.customer import pool_rules, simulation
from services.customer.events import PoolRule
from services.customer.judging import Ruling
from services.customer.returns import HELD
from services.customer.service.desk import Desk, Json, now
from services.customer.simulation import Move, Span

MOST = 200  # customers that one page looks at
PAGE = 100
LONGEST_DAYS = 3 * 366


class Simulating(Desk):
    analytics = remote("analytics")

    @rpc
    def simulate_pool_rules(
        self,
        pool_id: str,
        rules: Any,
        from_: str,
        to: str | None = None,
        time_zone: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """A page of the customers that came from the pool, by id; those that would have moved."""
        with Form() as form:
            read = pool_rules.read(form, rules, self._fields())
            zone = ZoneInfo(pool_rules.read_zone(form, time_zone) or self.settings.zone.key)
            asked = read_span(form, from_, to, zone, now())
            length = pool_rules.maybe_whole(form, "limit", {"limit": limit}, 1, MOST) or PAGE
            after = form.maybe_text("cursor", cursor, 64)
        id = identifier("pool", pool_id)
        pools.require_setup(self.caller, self._pool(id), id)
        ids = self._came_from(id, after, length)
        items = self._moved(id, ids, read, zone, asked) if ids else []
        following = ids[-1] if len(ids) == length else None
        return {"items": items, "next": following, "looked_at": len(ids)}

    def _came_from(self, pool_id: str, after: str | None, length: int) -> list[str]:
        wanted = {"home": pool_id, "_id": {"$gt": after or ""}}
        held = self.heard.collection(HELD)
        return [row["_id"] for row in held.find(wanted, {"_id": 1}).sort("_id").limit(length)]

    def _moved(
        self, pool_id: str, ids: list[str], rules: tuple[PoolRule, ...], zone: ZoneInfo, asked: Span
    ) -> list[Json]:
        by = Ruling(rules, 0, zone)
        histories = self.analytics.histories(customer_ids=ids, pool_id=pool_id)
        return [
            shown(id, move, zone)
            for id in ids
            for move in simulation.moves(simulation.read(histories[id]), pool_id, by, asked)
        ]


def read_span(form: Form, begin: Any, end: Any, zone: ZoneInfo, at: datetime) -> Span:
    """Whole days of the pool's zone, none of them to come."""
    today = at.astimezone(zone).date()
    first = form.maybe_day("from", begin) or today
    last = form.maybe_day("to", end) or today
    if begin is None:
        form.wrong("from", "must be a day, as 2026-01-31")
    if not first <= last <= today:
        form.wrong("to", "must lie between from and today")
    elif (last - first).days > LONGEST_DAYS:
        form.wrong("from", f"must be at most {LONGEST_DAYS} days before {last}, the end")
    return Span(midnight(first, zone), min(midnight(last + timedelta(days=1), zone), at))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def shown(id: str, move: Move, zone: ZoneInfo) -> Json:
    return {
        "customer_id": id,
        "owner": move.owner,
        "on": move.at.astimezone(zone).date().isoformat(),
        "at": dump_time(move.at),
        "because": move.found.because,
        "days": move.found.days,
        "rule": move.found.rule.name,
        "return_to": move.found.rule.return_to or move.found.pool,
    }
