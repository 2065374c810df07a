"""Webhooks that are paused or fail, and nobody who sends: in plain words, with what to do. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from gateway.webhook import ASKED, FAILING, GONE
from kernel.outlook import sentence

NAMED = 5  # of many webhooks
PATIENCE = timedelta(minutes=10)  # a target that is restarted comes back by itself
RESUME = "./crm webhook resume NAME: it goes on where it stood"
WHY = {  # it is paused: what has happened, how bad that is, what to do
    GONE: ("the target has answered 410", "act", f"ask who listens there, then {RESUME}"),
    FAILING: ("nothing was taken until the last try", "act", f"when it takes again, {RESUME}"),
    ASKED: ("as somebody asked", "well", RESUME),
}
Json = dict[str, Any]
Shown = Mapping[str, Any]


def standing(shown: Sequence[Shown], sender: str, heads: Mapping[str, int], now: datetime) -> Json:
    """What `./crm status` and GET /v1/status tell; `heads` are the ends of the logs.

    `unsent` stands apart: whoever sees the processes knows better why nobody sends.
    """
    return {
        "sender": sender,
        "hooks": [line(one, heads) for one in shown],
        "unsent": list(unsent(shown, sender)),
        "sentences": [*paused(shown), *failing(shown, now)],
    }


def line(one: Shown, heads: Mapping[str, int]) -> Json:
    """Neither address nor error: they may name what not everybody who looks may know."""
    stands = (taken.split(":") for taken in one["taken"])
    behind = sum(max(0, heads.get(source, 0) - int(position)) for source, position in stands)
    since = one["paused_at"] or one["failing_since"]
    told = {name: one[name] for name in ("id", "name", "state", "paused", "status")}
    return told | {"since": since, "behind": behind}


def unsent(shown: Sequence[Shown], sender: str) -> Iterator[Json]:
    waiting = [one for one in shown if not one["paused"]]
    if waiting and not sender:
        what = f"nobody sends what {counted(waiting)} should be told: {named(waiting)}"
        yield sentence("act", what, "the process `webhooks` does: ./crm logs webhooks")


def paused(shown: Sequence[Shown]) -> Iterator[Json]:
    """A line for each reason."""
    for why, (what, level, do) in WHY.items():
        if found := [one for one in shown if one["paused"] == why]:
            told = f"{counted(found)} {'is' if len(found) == 1 else 'are'} paused, {what}"
            yield sentence(level, f"{told}: {named(found, 'paused_at')}", do)


def failing(shown: Sequence[Shown], now: datetime) -> Iterator[Json]:
    since = now - PATIENCE
    found = [one for one in shown if one["state"] == "failing"]
    if late := [one for one in found if moment(one["failing_since"]) < since]:
        what = f"{counted(late)} cannot be reached or refuses: {named(late, 'failing_since')}"
        do = "./crm webhook show NAME says what it answers; it is tried on, and paused in the end"
        yield sentence("look", what, do)


def counted(hooks: Sequence[Shown]) -> str:
    return "1 webhook" if len(hooks) == 1 else f"{len(hooks)} webhooks"


def named(hooks: Sequence[Shown], since: str = "") -> str:
    """The ones that have waited longest first."""
    in_order = sorted(hooks, key=lambda one: one[since] or "") if since else hooks
    more = f" and {len(hooks) - NAMED} more" if len(hooks) > NAMED else ""
    return ", ".join(each(in_order[:NAMED], since)) + more


def each(hooks: Iterable[Shown], since: str) -> Iterator[str]:
    for one in hooks:
        answered = f" ({one['status']})" if one["status"] and since else ""
        yield one["name"] + (f" since {minute(one[since])}" if since else "") + answered


def minute(said: str) -> str:
    return f"{moment(said):%Y-%m-%d %H:%M} UTC"


def moment(said: str) -> datetime:
    return datetime.fromisoformat(said)
