"""Reading ahead, reading to the end, and saying how far it is."""

from collections.abc import Iterator
from typing import Any

import pytest

from kernel.backoff import Backoff
from kernel.bulk import batches
from kernel.parallel import ahead, side_by_side
from kernel.progress import Progress
from kernel.reading import heads, pages
from kernel.refusal import Unavailable
from kernel.status import Status
from tests.game import CODECS, Bought, Scored, World, group


def test_reading_ahead_changes_nothing_but_the_time() -> None:
    assert list(ahead(iter([1, 2, 3]))) == [1, 2, 3]
    assert list(ahead([])) == []


def test_a_failure_ahead_is_raised_where_the_items_are_used() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("the second")

    read = ahead(items())
    assert next(read) == 1
    with pytest.raises(ValueError, match="the second"):
        list(read)


def test_work_side_by_side_keeps_its_order_and_raises_what_failed() -> None:
    assert side_by_side(lambda n: n * n, range(5), 3) == [0, 1, 4, 9, 16]
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda n: 1 // n, [1, 0, 1], 2)


def test_pages_are_contiguous_and_end_exactly_where_asked() -> None:
    world = World()
    world.happen(*[Scored("ann", 1)] * 7)

    def at_most_three(source: str, after: int, limit: int) -> dict[str, Any]:
        return world.fetch(source, after, min(limit, 3))

    read = list(pages(at_most_three, "game", 1, 6))
    assert [[event["position"] for event in page] for page in read] == [[2, 3, 4], [5, 6]]
    assert heads(world.fetch, CODECS) == {"game": 7, "shop": 0}


def test_logs_are_read_side_by_side_as_time_went_on_and_each_in_its_order() -> None:
    world = World()
    for _ in range(3):
        world.happen(Scored("ann", 1))
        world.happen(Bought("ann", "1.00"), source="shop")

    def one_by_one(source: str, after: int, limit: int) -> dict[str, Any]:
        return world.fetch(source, after, 1)

    read = [(page[0]["source"], page[0]["position"]) for page in batches(one_by_one, world.heads)]
    game, shop = "/guanxi/game", "/guanxi/shop"
    assert read == [(game, 1), (shop, 1), (game, 2), (shop, 2), (game, 3), (shop, 3)]


def test_progress_tells_who_listens_also_when_all_is_read() -> None:
    now, heard = [0.0], list[tuple[int, int]]()

    def hear(progress: Progress) -> None:
        heard.append((progress.done, round(progress.left)))

    progress = Progress("lists", 3_000, lambda line: None, lambda: now[0], hear)
    for passed in (1.0, 0.1, 0.1):
        now[0] += passed
        progress.tick(1_000)
    assert heard == [(1_000, 2), (3_000, 0)]


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_page_with_a_hole_is_refused(lost: int) -> None:
    world = World()
    world.happen(*[Scored("ann", 1)] * 3)

    def fetch(source: str, after: int, limit: int) -> dict[str, Any]:
        page = world.fetch(source, after, limit)
        return page | {"events": [e for e in page["events"] if e["position"] != lost]}

    with pytest.raises(Unavailable):
        list(pages(fetch, "game", 0, 3))


def test_progress_is_said_once_a_second_with_rate_and_rest() -> None:
    now, lines = [0.0], list[str]()
    progress = Progress("lists", 10_000, lines.append, lambda: now[0])
    for _ in range(4):
        now[0] += 0.5
        progress.tick(1000)
    assert lines == [
        "lists: 2,000 of 10,000 events, 2,000/s, 4 s left",
        "lists: 4,000 of 10,000 events, 2,000/s, 3 s left",
    ]


def test_pauses_grow_to_a_limit_and_are_never_in_step() -> None:
    pauses = Backoff(first=1, longest=8)
    for most in (1, 2, 4, 8, 8, 8):
        assert most / 2 <= pauses.next() <= most
    pauses.reset()
    assert pauses.next() <= 1


def test_lag_is_what_was_recorded_and_not_processed() -> None:
    status = Status(True, True, {"game": 3}, {"game": 5, "shop": 2})
    assert status.lag == {"game": 2, "shop": 2}


def test_a_standby_is_ready_and_a_worker_without_broker_is_not() -> None:
    assert Status().ready
    assert not Status(active=True).ready
    assert not Status(connected=True, active=True, error="OSError()").ready


def test_a_group_knows_which_projection_folds_what() -> None:
    names = [projection.name for projection in group().concerned("game", "Scored")]
    assert names == ["totals", "tally"]
    assert group().concerned("game", "Whispered") == ()
    assert group().concerned("game", "Invented") == ()
    assert group().queue == "fair.stand"
