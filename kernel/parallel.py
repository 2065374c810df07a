"""Independent pieces of work side by side, in plain threads (greenlets where they are patched)."""

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")


def side_by_side(
    run: Callable[[Work], Result], pieces: Collection[Work], workers: int
) -> list[Result]:
    """The results in order. A failure is raised after what has begun is done; the rest is not."""
    if len(pieces) < 2:
        return [run(piece) for piece in pieces]
    with ThreadPoolExecutor(min(workers, len(pieces))) as pool:
        return list(pool.map(run, pieces))


def ahead(items: Iterable[Work]) -> Iterator[Work]:
    """The same items, none of them None; the next is fetched while this one is worked on."""
    iterator = iter(items)
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, iterator, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, iterator, None)
            yield item
