"""The feed: the log page by page, without a hole, for whoever has missed a message."""

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from kernel.envelope import Envelope, envelopes
from kernel.log import Commit, Log
from kernel.refusal import Invalid, Refusal, Unavailable

LARGEST = 10_000  # events in one page, whatever is asked for
FAR = 1_000  # events: who is no further behind is served event by event
LOOKED_AT = 20_000  # events passed by in search of the wanted types before a page ends
FIRST_READ = 32  # commits: one of a bulk import holds thousands of events, so begin small
FORGETS = 8  # by each reading so much less: behind a small commit may come more large ones
DENSITY: MutableMapping[Log, float] = WeakKeyDictionary()  # events in a commit, as last read


class Hole(Unavailable):
    """The log does not go on where it should; nobody may be told that he has seen everything."""

    def __init__(self, source: str, after: int, next: int) -> None:
        super().__init__(
            "log-hole",
            f"{source}: {missing(after + 1, next - 1)}. Nothing behind is handed on; "
            f"restore it from a backup (./crm verify {source})",
            retry_after=30,
        )


def missing(first: int, last: int) -> str:
    return f"{first} is missing" if first == last else f"{first} to {last} are missing"


def feed(
    log: Log,
    after: int,
    limit: int,
    types: Sequence[str] | None = None,
    largest: int = LARGEST,
) -> dict[str, Any]:
    """Events from exactly `after + 1` on, even amid a commit, as envelopes.

    `next` is the last position looked at: ask with it again, and nothing was left out but other
    types. `head` is the log's last position, and before `after` only if history has been lost.
    """
    check(after, limit, types)
    most, wanted = min(limit, largest), frozenset(types or ())
    head, looked_at = log.head(), after
    events: list[Envelope] = []
    for name, envelope in entries(log, after, LOOKED_AT if wanted else most):
        looked_at = envelope["position"]
        if not wanted or name in wanted:
            events.append(envelope)
        if len(events) == most:
            break
    if looked_at > after:
        head = max(head, looked_at)
    return {"events": events, "next": looked_at, "head": head}


def entries(log: Log, after: int, events: int) -> Iterator[tuple[str, Envelope]]:
    """Each event's type and envelope; whole commits, but nothing up to `after`."""
    for commit in commits(log, after, events):
        rest = unread(commit, after)
        for entry, envelope in zip(rest.entries, envelopes(log.source, rest), strict=True):
            yield entry.type, envelope


def history(log: Log, stream: str) -> list[Envelope]:
    """Of one stream all events, wherever they stand."""
    return [
        envelope
        for commit in log.stream(stream)
        for envelope in envelopes(log.source, commit)
        if envelope["subject"] == stream
    ]


def unread(commit: Commit, after: int) -> Commit:
    """What of it stands behind that position: one of an import is asked for page by page."""
    read = after + 1 - commit.position
    if read <= 0:
        return commit
    return Commit(after + 1, commit.entries[read:], commit.at, commit.meta)


def commits(log: Log, after: int, events: int) -> Iterator[Commit]:
    """Commits from the one that contains `after + 1` on, until they hold so many events.

    Reads in portions sized by what a commit held so far, also when it was read before: amid an
    import a page would else bring dozens of pages with it. Raises Hole.
    """
    portion, seen, read = first_portion(events, DENSITY.get(log, 1.0)), 0, 0
    while seen < events:
        found = log.after(after, portion)
        note_density(log, found)
        for commit in found:
            if commit.position > after + 1:
                raise Hole(log.source, after, commit.position)
            seen += commit.last - after
            after = commit.last
            yield commit
            if seen >= events:
                return
        if len(found) < portion:
            return
        read += portion
        expected = round((events - seen) / DENSITY[log])
        portion = max(1, min((events - seen) * read // seen, expected))


def note_density(log: Log, found: Sequence[Commit]) -> None:
    if found:
        density = sum(len(commit.entries) for commit in found) / len(found)
        DENSITY[log] = max(density, DENSITY.get(log, 0.0) / FORGETS)


def first_portion(events: int, density: float) -> int:
    return min(FIRST_READ, max(1, round(events / density)))


def up_to_fault(found: Iterable[Commit]) -> list[Commit]:
    """What stands before a hole or a damaged commit; whoever asks again is told of that."""
    whole: list[Commit] = []
    try:
        for commit in found:
            whole.append(commit)
    except Refusal:
        if not whole:
            raise
    return whole


def check(after: Any, limit: Any, types: Any) -> None:
    errors = [
        {"field": name, "message": f"must be a whole number from {least}"}
        for name, value, least in (("after", after, 0), ("limit", limit, 1))
        if type(value) is not int or value < least
    ]
    if not names(types):
        errors.append({"field": "types", "message": "must be a list of names of events"})
    if errors:
        raise Invalid(errors=errors)


def names(types: Any) -> bool:
    return types is None or (
        isinstance(types, list | tuple) and all(isinstance(name, str) for name in types)
    )
