"""Every answer against the logs: what was acknowledged is there once, what was refused is not."""

from collections.abc import Callable, Iterable
from typing import Any

from tests.chaos.checks.stored import Book, Finding, Known
from tests.chaos.history import DONE, REFUSED, Call, Read

Identify = Callable[[Call], str]  # the command id under which the gateway passes a call on
CLOCKS = 1.0  # seconds by which a log's time may differ from ours
SOURCES = {
    "register": "customer", "claim": "customer", "release": "customer", "follow-up": "activity",
    "stage": "pipeline", "open": "pipeline", "move": "pipeline", "win": "pipeline",
    "lose": "pipeline",
}  # fmt: skip
STREAMS = {
    "register": "customer", "claim": "customer", "release": "customer", "follow-up": "contact",
    "stage": "ladder", "open": "opportunity", "move": "opportunity", "win": "opportunity",
    "lose": "opportunity",
}  # fmt: skip


def answers(calls: Iterable[Call], book: Book, identify: Identify) -> list[Finding]:
    found: list[Finding] = []
    for call in calls:
        effects = effects_of(call, book, identify)
        if len(effects) > 1:
            found.append(f"doubled: {tell(call)} stands {len(effects)} times in the log")
        if call.outcome == DONE:
            found += acknowledged(call, effects, book)
        elif call.outcome == REFUSED:
            found += refused(call, effects)
    return found


def effects_of(call: Call, book: Book, identify: Identify) -> list[Known]:
    """The commits of its command, in the log that its kind belongs to."""
    return book.commands.get((SOURCES[call.kind], identify(call)), [])


def acknowledged(call: Call, effects: list[Known], book: Book) -> list[Finding]:
    """In the log where the receipt says, or it was so already and the receipt tells since when."""
    source, position = call.position
    if effects:
        [effect, *_] = effects
        there = (effect.source, effect.last) == (source, position)
        if there and call.answer["version"] == told(call, effect):
            return []
        return [f"lost: {tell(call)} is at {effect.last}, its receipt says {call.answer}"]
    if call.kind in ("register", "open", "follow-up"):  # these always make an event
        return [f"lost: {tell(call)} was acknowledged at {position} and is not in the log"]
    stream = f"{STREAMS[call.kind]}/{call.subject}"
    standing = book.receipts.get((source, position))
    if standing and standing.streams.get(stream) == call.answer["version"]:
        return []
    return [f"lost: {tell(call)} was acknowledged as {call.answer}, which the log does not show"]


def told(call: Call, effect: Known) -> Any:
    """The version that its receipt names: a follow-up's own, which nobody has amended yet."""
    return 0 if call.kind == "follow-up" else effect.answer.get("version")


def refused(call: Call, effects: list[Known]) -> list[Finding]:
    """A no is final, unless an earlier attempt without an answer came through after it."""
    if not effects:
        return []
    if not call.doubtful:
        return [f"phantom: {tell(call)} was refused and is in the log at {effects[0].position}"]
    if effects[0].recorded < call.attempts[-1].sent - CLOCKS:
        return [f"forgotten: {tell(call)} was done at {effects[0].position} and then refused"]
    return []


def statuses(calls: Iterable[Call], reads: Iterable[Read]) -> list[Finding]:
    """A server's error is 503 or 504, and says when to come back."""
    attempts = [(call.path, a) for call in calls for a in call.attempts]
    attempts += [(read.path, read.attempt) for read in reads]
    return [
        f"status {attempt.status} of {path}: {attempt.answer}"
        for path, attempt in attempts
        if attempt.status >= 500
        and not (attempt.status in (503, 504) and attempt.retry_after is not None)
    ]


def stale(reads: Iterable[Read]) -> list[Finding]:
    """Who reads with a receipt sees at least what the receipt is for."""
    return [
        f"stale: {read.path} after {read.after} shows {read.attempt.answer.get('version')}, "
        f"not {read.version}"
        for read in reads
        if (read.attempt.status == 200 and read.attempt.answer["version"] < read.version)
        or read.attempt.status == 404
    ]


def inversions(calls: Iterable[Call], book: Book, identify: Identify) -> list[Finding]:
    """What was acknowledged before something else was asked for stands before it in the log."""
    done = [
        (call, effects[0])
        for call in calls
        if call.outcome == DONE and (effects := effects_of(call, book, identify))
    ]
    found = []
    for source in {effect.source for _, effect in done}:
        here = [(call, effect) for call, effect in done if effect.source == source]
        found += inverted(here)
    return found


def inverted(done: list[tuple[Call, Known]]) -> list[Finding]:
    by_end = sorted(done, key=lambda item: item[0].attempts[-1].answered)
    latest, at, found = 0, 0, []
    for call, effect in sorted(done, key=lambda item: item[0].attempts[0].sent):
        while at < len(by_end) and by_end[at][0].attempts[-1].answered < call.attempts[0].sent:
            latest = max(latest, by_end[at][1].last)
            at += 1
        if effect.position < latest:
            found.append(f"order: {tell(call)} is at {effect.position}, before {latest}")
    return found


def tell(call: Call) -> str:
    return f"{call.kind} #{call.number} by {call.actor} ({call.subject or 'new'}, key {call.key})"
