"""Several who read the same logs: each page once, in everybody's order, and nobody is waited for
who is gone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from kernel import reading, shared_feed
from kernel.codec import Codec, UnknownEvent
from kernel.envelope import open_envelope
from kernel.reading import heads, pages
from kernel.refusal import Rejected
from kernel.shared_feed import SharedFeed
from kernel.subscription import Fetch
from tests.game import CODECS, Bought, Scored, World

BOTH = {"one": ["game", "shop"], "other": ["game", "shop"], "shopper": ["shop"]}


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 3)


class Counting:
    """The feed of a world, and how often each page of it was read."""

    def __init__(self, events: int = 60) -> None:
        self.world = World()
        self.read: list[tuple[str, int]] = []
        for _ in range(events):
            self.world.happen(Scored("ann", 1))
            self.world.happen(Bought("ann", "1.00"), source="shop")

    def __call__(self, source: str, after: int, limit: int) -> Any:
        if limit > 1:
            self.read.append((source, after))
        return self.world.fetch(source, after, limit)


def everything(fetch: Fetch, sources: Sequence[str]) -> list[tuple[str, int]]:
    upto = heads(fetch, dict.fromkeys(sources))
    return [
        (source, event["position"])
        for source in sources
        for page in pages(fetch, source, 0, upto[source])
        for event in page
    ]


def test_each_page_is_read_once_and_everybody_has_all_of_it() -> None:
    counting = Counting()
    shared = SharedFeed(counting, BOTH)

    def run(reader: str) -> list[tuple[str, int]]:
        found = everything(shared.of(reader), BOTH[reader])
        shared.leave(reader)
        return found

    with ThreadPoolExecutor(3) as pool:
        read = dict(zip(BOTH, pool.map(run, BOTH), strict=True))
    assert read == {name: everything(counting.world.fetch, BOTH[name]) for name in BOTH}
    assert len(set(counting.read)) == 40
    assert len(counting.read) == 40


def test_who_is_far_ahead_waits_only_so_long_for_who_does_not_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared_feed, "PATIENCE", 0.001)
    counting = Counting()
    shared = SharedFeed(counting, BOTH)
    assert len(everything(shared.of("one"), list(CODECS))) == 120
    assert everything(shared.of("other"), ["game"]) == [("game", n) for n in range(1, 61)]


def test_who_begins_again_or_catches_up_is_followed_by_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else it would wait for the others at every page."""
    monkeypatch.setattr(shared_feed, "PATIENCE", 0.001)
    shared = SharedFeed(Counting(), BOTH)
    for reader in ("one", "other"):
        everything(shared.of(reader), ["game"])
    assert shared._kept == {}
    everything(shared.of("one"), ["game"])
    shared.of("one")("game", 1, 3)
    shared.of("one")("shop", 0, 2)
    assert shared._kept == {}


def test_where_a_log_ends_is_never_an_old_answer() -> None:
    counting = Counting(1)
    shared = SharedFeed(counting, BOTH)
    assert heads(shared.of("one"), CODECS)["game"] == 1
    counting.world.happen(Scored("ann", 1))
    assert heads(shared.of("other"), CODECS)["game"] == 2


def test_who_is_told_to_stop_reads_no_further() -> None:
    shared = SharedFeed(Counting(), BOTH)
    shared.stop()
    with pytest.raises(Rejected, match="told to stop"):
        shared.of("one")("game", 0, 3)


def test_a_page_that_could_not_be_read_is_read_by_the_next() -> None:
    failing = [True]
    counting = Counting()

    def fetch(source: str, after: int, limit: int) -> Any:
        if failing.pop() if failing else False:
            raise ValueError("away")
        return counting(source, after, limit)

    shared = SharedFeed(fetch, BOTH)
    with pytest.raises(ValueError, match="away"):
        shared.of("one")("game", 0, 3)
    assert len(shared.of("other")("game", 0, 3)["events"]) == 3


def test_who_opens_an_event_first_opens_it_for_all() -> None:
    shared = SharedFeed(Counting(1), BOTH)
    pages = [shared.of(reader)("game", 0, 3)["events"] for reader in ("one", "other")]
    [first], [second] = pages
    opened = open_envelope(first, CODECS["game"])
    assert opened.event == Scored("ann", 1)
    assert open_envelope(second, CODECS["game"]) is opened


def test_who_has_another_class_for_an_event_opens_it_for_himself() -> None:
    @dataclass(frozen=True)
    class Elsewhere:
        player: str

    Elsewhere.__name__ = "Scored"
    [envelope] = SharedFeed(Counting(1), BOTH).of("one")("game", 0, 3)["events"]
    open_envelope(envelope, CODECS["game"])
    assert open_envelope(envelope, Codec(Elsewhere)).event == Elsewhere("ann")
    with pytest.raises(UnknownEvent):
        open_envelope(envelope, Codec(Bought))
