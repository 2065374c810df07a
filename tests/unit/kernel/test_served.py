"""Pages for followers are those of the feed, read once for all of them, and held amid a rush."""

from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel import served
from kernel.feed import feed
from kernel.log import Commit, MemoryLog
from kernel.served import Served
from kernel.subscription import Subscription
from tests.unit.kernel.test_feed import log_of

SIZES = st.lists(st.integers(1, 400), min_size=1, max_size=12)


class Watched(MemoryLog):
    def __init__(self, sizes: list[int]) -> None:
        super().__init__("customer")
        self.commits = log_of(sizes).commits
        self.read: list[int] = []
        self.asked = 0

    def after(self, position: int, limit: int) -> list[Commit]:
        self.asked += 1
        found = super().after(position, limit)
        self.read += [commit.position for commit in found]
        return found


def plain(page: dict[str, Any]) -> Any:
    return orjson.loads(orjson.dumps(page))


@settings(deadline=None, max_examples=40)
@given(SIZES, st.integers(0, 2_000), st.integers(1, 1_500), st.booleans())
def test_a_page_is_that_of_the_feed(sizes: list[int], after: int, limit: int, twice: bool) -> None:
    log = Watched([*sizes, 1_200, 1])
    pages = Served(log)
    if twice:
        pages.page(after // 2, limit, 5_000)
    assert plain(pages.page(after, limit, 5_000)) == plain(feed(log, after, limit, None, 5_000))


def test_what_many_ask_for_is_read_once() -> None:
    log = Watched([1_200] * 4)
    pages = Served(log)
    for _ in range(5):
        assert pages.page(1_000, 1_001, 5_000)["next"] == 2_001
    assert log.asked == 1


def test_small_commits_are_read_a_page_at_a_time() -> None:
    log = Watched([1] * 3_000)
    pages = Served(log)
    for after in (0, 500, 1_000):
        assert pages.page(after, 500, 5_000)["next"] == after + 500
    assert log.asked <= 6


def test_it_is_read_again_after_a_while_for_a_log_may_be_restored() -> None:
    log, now = Watched([1_200] * 4), [0.0]
    pages = Served(log, clock=lambda: now[0])
    pages.page(0, 1_000, 5_000)
    now[0] = served.KEPT_SECONDS
    pages.page(0, 1_000, 5_000)
    assert log.read.count(1) == 2


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: Any) -> None:
    monkeypatch.setattr(served, "KEPT_BYTES", 500_000)
    log = Watched([1_200] * 4)
    pages = Served(log)
    for after in (0, 1_200, 2_400, 0):
        pages.page(after, 1_000, 5_000)
    assert log.read.count(1) == 2


def test_who_is_far_behind_amid_a_rush_is_told_to_ask_again() -> None:
    log = Watched([1_200] * 2)
    log.rush(on=True)
    page = Served(log).page(3, 500, 5_000)
    assert page == {"events": [], "next": 3, "head": 2_400, "held": True}
    assert Served(log).page(1_400, 500, 5_000)["next"] == 1_900


def test_a_subscription_that_is_held_asks_again_and_misses_nothing() -> None:
    log, applied = Watched([1_200] * 2), list[int]()
    pages = Served(log)
    subscription = Subscription(
        ["customer"],
        lambda: {},
        lambda envelopes: applied.extend(one["position"] for one in envelopes),
        lambda source, after, limit: plain(pages.page(after, limit, 5_000)),
    )
    log.rush(on=True)
    assert not subscription.read("customer")
    assert not subscription.behind
    assert subscription.heads == {"customer": 2_400}
    log.rush(on=False)
    subscription.behind.add("customer")
    while subscription.behind:
        assert subscription.read("customer")
    assert applied == list(range(1, 2_401))
