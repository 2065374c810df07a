"""What changes, as it happens, over HTTP: for whoever keeps a screen up to date."""

from collections.abc import Sequence
from typing import Any

from gateway.asked import Asked
from gateway.callers import Callers
from gateway.change import KINDS, TOLD, Change
from gateway.change_events import LISTENING
from gateway.change_news import PAGE, Asking
from gateway.change_places import read
from gateway.change_rights import Rights
from gateway.change_telling import Listener
from gateway.event_stream import LONGEST, Events
from gateway.fields import Text
from gateway.headers import LAST_EVENT
from gateway.http import get
from gateway.routes import EVERY_ROLE, FEED
from gateway.shape import Query
from kernel.context import Context
from kernel.nameko import remote
from kernel.refusal import Invalid

CALL_SECONDS = 5.0
TYPES = f"which of {', '.join(KINDS)}, with commas between; all of them if not given"
SINCE = "`id` of an event: what came after it is told first, as by Last-Event-ID"


class ListenToChanges(Query):
    types = Text(200, metadata={"description": TYPES})
    since = Text(200, metadata={"description": SINCE})


class ChangeRoutes:
    customer = remote("customer")
    pipeline = remote("pipeline")
    activity = remote("activity")
    analytics = remote("analytics")
    callers: Callers

    @get(
        f"{FEED}/stream", roles=EVERY_ROLE, query=ListenToChanges, answer=Events(),
        seconds=LONGEST,
    )  # fmt: skip
    def stream_changes(self, asked: Asked) -> Any:
        """What changes of all that you may see, as server-sent events, within a second or so.

        First comes `ready`: from here on you are told. Then one event for each change, named after
        what changed: `customer`, `opportunity`, `follow-up`, `task`, `appointment`. It says `id`,
        `customer_id` (if any), `event` (what happened, as in `GET /v1/events`), `position`, `at`,
        and nothing of persons: read what you show, with `position` as `after` if you like; the
        lists have it already. What is `gone` is yours to see no more: take it off the screen.

        Of each log you are told in order, nothing twice and nothing left out. Come back with
        `Last-Event-ID`, as browsers do by themselves, to any process: you go on where you were,
        and `ready` says `resumed`. When it does not, or at `reload`, read anew what you show: you
        were away for more than 10,000 events (`far-behind`), others' records have become yours to
        see or are no more (`rights`), or a pool has other members or shows other fields (`pools`).

        You are told by the rights of that very second. Of a customer that is released or archived
        who shared it is not told when it is gone, nor when a share has run out. A stream ends
        after five minutes, and within about a second when you have signed out or may sign in no
        more. You may have eight at a time: 503 `too-many-streams`.
        """
        # A browser that comes back says both: the address is that of before.
        since = asked.query.get("since")
        heard, field = (asked.heard, LAST_EVENT) if asked.heard else (since, "since")
        place, marked = read(heard, field) if heard else (None, "")
        kinds = chosen(asked.query.get("types"))
        rights = Rights(self.callers, asked.caller)
        return LISTENING.begin(Listener(self._asking(), rights, kinds, place, marked))

    def _asking(self) -> Asking:
        ask = self.analytics.within
        return Asking(
            heads=lambda: ask(CALL_SECONDS).lists_stand(),
            page=self._page,
            seen=lambda who, told: ask(CALL_SECONDS).changes_seen(**question(who, told)),
        )

    def _page(self, source: str, after: int) -> Any:
        log = getattr(self, source).within(CALL_SECONDS)
        return log.feed(after=after, limit=PAGE, types=list(TOLD[source]), personal=False)


def question(who: Sequence[Context], told: Sequence[Change]) -> dict[str, Any]:
    """As it goes to who knows the rows."""
    return {"askers": [one.to_json() for one in who], "told": [one.asked() for one in told]}


def chosen(types: str | None) -> tuple[str, ...]:
    named = [name.strip() for name in (types or "").split(",") if name.strip()]
    if unknown := [name for name in named if name not in KINDS]:
        message = f"{unknown[0]!r} is none of {', '.join(KINDS)}."
        raise Invalid(errors=[{"field": "types", "message": message}])
    return tuple(named) or KINDS
