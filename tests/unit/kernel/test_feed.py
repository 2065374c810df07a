"""The feed has no holes, wherever one begins and however large the pages are."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import feed as feeds
from kernel.feed import Hole, commits, feed
from kernel.log import Commit, Draft, Entry, MemoryLog
from kernel.refusal import Invalid

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SIZES = st.lists(st.integers(1, 5), max_size=12)


def log_of(sizes: Sequence[int]) -> MemoryLog:
    """A log whose commits hold so many events, `Odd` and `Even` by turns."""
    log = MemoryLog("customer")
    for number, size in enumerate(sizes):
        entries = tuple(
            Entry(f"c/{number}", version, "Odd" if version % 2 else "Even", 1, {"n": version})
            for version in range(1, size + 1)
        )
        log.append(Draft(entries, NOON, {"command_id": f"m{number}"}))
    return log


def positions(page: dict[str, Any]) -> list[int]:
    return [envelope["position"] for envelope in page["events"]]


def test_the_feed_begins_amid_a_commit() -> None:
    page = feed(log_of([3, 2]), after=1, limit=10)
    assert positions(page) == [2, 3, 4, 5]
    assert (page["next"], page["head"]) == (5, 5)


def test_a_page_may_end_amid_a_commit() -> None:
    page = feed(log_of([3, 2]), after=0, limit=2)
    assert (positions(page), page["next"], page["head"]) == ([1, 2], 2, 5)


def test_a_reader_at_the_head_gets_an_empty_page_and_stays_where_he_is() -> None:
    assert feed(log_of([3, 2]), after=5, limit=2) == {"events": [], "next": 5, "head": 5}


def test_a_reader_who_knows_more_than_the_log_is_told_its_head() -> None:
    assert feed(log_of([3]), after=9, limit=2) == {"events": [], "next": 9, "head": 3}


def test_a_filtered_reader_passes_by_the_other_types() -> None:
    page = feed(log_of([3, 2]), after=0, limit=10, types=["Even"])
    assert (positions(page), page["next"]) == ([2, 5], 5)


def test_a_filtered_page_ends_where_it_is_full() -> None:
    page = feed(log_of([3, 2]), after=0, limit=1, types=["Even"])
    assert (positions(page), page["next"]) == ([2], 2)


def test_a_filtered_page_without_a_match_still_says_how_far_it_looked() -> None:
    page = feed(log_of([3, 2]), after=0, limit=1, types=["Never"])
    assert (positions(page), page["next"]) == ([], 5)


def test_a_page_is_never_larger_than_the_largest() -> None:
    log = log_of([feeds.LARGEST, 3])
    assert len(feed(log, after=0, limit=10**9)["events"]) == feeds.LARGEST


def test_a_search_for_rare_types_ends_at_some_point() -> None:
    log = log_of([feeds.LOOKED_AT, 3])
    assert feed(log, after=0, limit=1, types=["Never"])["next"] == feeds.LOOKED_AT


@given(SIZES, st.integers(1, 4), st.sets(st.sampled_from(["Odd", "Even"])), st.integers(0, 70))
def test_pages_of_any_size_from_anywhere_are_the_whole_log(
    sizes: list[int], limit: int, types: set[str], after: int
) -> None:
    log = log_of(sizes)
    seen: list[int] = []
    reader = min(after, log.head())
    begin = reader
    while (page := feed(log, reader, limit, sorted(types)))["next"] > reader:
        seen += positions(page)
        reader = page["next"]
    assert reader == log.head()
    assert seen == [
        position + n
        for commit in log.commits
        for position in [commit.position]
        for n, entry in enumerate(commit.entries)
        if position + n > begin and (not types or entry.type in types)
    ]


@given(SIZES, st.integers(0, 70), st.integers(1, 40))
def test_commits_are_read_whole_until_they_hold_enough_events(
    sizes: list[int], after: int, events: int
) -> None:
    log = log_of(sizes)
    read = list(commits(log, after, events))
    assert read == log.after(after, 1000)[: len(read)]
    enough = sum(commit.last - max(after, commit.position - 1) for commit in read) >= events
    assert enough or not log.after(read[-1].last if read else after, 1)


def test_a_hole_in_the_log_stops_the_reader() -> None:
    log = log_of([1, 1, 1])
    del log.commits[1]
    with pytest.raises(Hole):
        feed(log, after=0, limit=10)


def test_an_import_of_large_commits_is_not_read_all_at_once() -> None:
    log = Watched([500] * 100)
    list(commits(log, 0, 20_000))
    assert max(log.asked) == feeds.FIRST_READ
    assert sum(log.asked) <= feeds.FIRST_READ + 20_000 // 500


def test_amid_an_import_a_page_is_read_and_not_all_that_follows() -> None:
    log = Watched([1_200] * 100)
    feed(log, after=0, limit=1_000)
    log.asked.clear()
    feed(log, after=5_500, limit=1_000)
    assert sum(log.asked) <= 2


def test_behind_an_import_small_commits_are_read_together_again() -> None:
    log = Watched([1_200] * 3 + [1] * 3_000)
    list(commits(log, 0, 3_000))
    log.asked.clear()
    for after in range(3_600, 6_600, 500):
        assert len(list(commits(log, after, 500))) == 500
    assert len(log.asked) <= 16


def test_amid_an_import_a_small_commit_brings_no_crowd_of_large_ones() -> None:
    log = Watched([*[1_200] * 34, 1, *[1_200] * 40])
    after = 0
    while after < log.head():
        after = list(commits(log, after, 1_000))[-1].last
    assert max(log.asked[1:]) <= 8


class Watched(MemoryLog):
    """Remembers how much was asked for at once."""

    def __init__(self, sizes: Sequence[int]) -> None:
        super().__init__("customer")
        self.commits = log_of(sizes).commits
        self.asked: list[int] = []

    def after(self, position: int, limit: int) -> list[Commit]:
        self.asked.append(limit)
        return super().after(position, limit)


@pytest.mark.parametrize(
    ("after", "limit", "named"),
    [(-1, 1, "after"), ("0", 1, "after"), (0, 0, "limit"), (0, True, "limit")],
)
def test_a_page_that_cannot_be_meant_is_refused(after: Any, limit: Any, named: str) -> None:
    with pytest.raises(Invalid) as refused:
        feed(log_of([]), after, limit)
    assert [error["field"] for error in refused.value.fields["errors"]] == [named]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"after": "0"}, "after"),
        ({"after": None}, "after"),
        ({"limit": "x"}, "limit"),
        ({"limit": 1.5}, "limit"),
        ({"types": True}, "types"),
        ({"types": "Even"}, "types"),
        ({"types": ["Even", 7]}, "types"),
        ({"types": [["Even"]]}, "types"),
        ({"types": {"Even": 1}}, "types"),
    ],
)
def test_wrong_types_are_told_by_field(asked: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        feed(log_of([3]), **{"after": 0, "limit": 1} | asked)
    assert [error["field"] for error in caught.value.fields["errors"]] == [field]
