"""The feed from a position to another, page by page, for whoever reads very much of it."""

import time
from collections.abc import Iterator, Mapping

from kernel.backoff import Backoff
from kernel.envelope import Envelope
from kernel.refusal import Indeterminate, Unavailable
from kernel.subscription import Fetch, Page

PAGE = 2_000
ATTEMPTS = 12  # of one page: a service that restarts is back before that
HOLE = "the feed of {} does not go on at {}"


def pages(fetch: Fetch, source: str, after: int, upto: int) -> Iterator[list[Envelope]]:
    """Events `after + 1` … `upto`, contiguous, or Unavailable."""
    while after < upto:
        events = ask(fetch, source, after, min(PAGE, upto - after))["events"]
        positions = [event["position"] for event in events]
        if not positions or positions != list(range(after + 1, after + 1 + len(positions))):
            raise Unavailable("feed-hole", HOLE.format(source, after + 1))
        after = positions[-1]
        yield events


def heads(fetch: Fetch, sources: Mapping[str, object]) -> dict[str, int]:
    """Where each log ends now."""
    return {source: ask(fetch, source, 0, 1)["head"] for source in sources}


def ask(fetch: Fetch, source: str, after: int, limit: int) -> Page:
    """Patient: gives up only when a service stays away."""
    pauses = Backoff()
    for _ in range(ATTEMPTS - 1):
        try:
            return fetch(source, after, limit)
        except (Unavailable, Indeterminate):
            time.sleep(pauses.next())
    return fetch(source, after, limit)
