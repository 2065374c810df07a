"""A whole list on its way out: page after page of one moment, counted, and told of in the log."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Any

from gateway.export_columns import Column, Row
from gateway.tokens import Unauthorised
from kernel.refusal import Unavailable

AT_ONCE = 4  # of a process; they take what people who look for a customer would have

Page = Mapping[str, Any]
Ended = Callable[[int, bool], None]
PLACES = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Export:
    id: str
    of: str
    format: str
    as_of: Sequence[str]  # the last position of each source that the rows contain
    pages: Iterator[Sequence[Row]]
    columns: Sequence[Column] = field(default=())
    for_excel: bool = False


def taken(
    first: Page,
    ask: Callable[..., Page],
    still: Callable[[], bool],
    ended: Ended,
    places: BoundedSemaphore = PLACES,
) -> Iterator[Sequence[Row]]:
    """The rows page by page. It has begun when it is returned: it ends however it is left."""
    pages = counted(first, ask, still, ended, places)
    next(pages)
    return pages


def counted(
    first: Page,
    ask: Callable[..., Page],
    still: Callable[[], bool],
    ended: Ended,
    places: BoundedSemaphore,
) -> Iterator[Any]:
    if not places.acquire(blocking=False):
        raise Unavailable(
            "too-many-exports", "Others are taking lists away. Please ask again.", retry_after=30
        )
    rows, whole = 0, False
    try:
        yield None
        for items in following(first, ask, still):
            yield items
            rows += len(items)
        whole = True
    finally:
        places.release()
        ended(rows, whole)


def following(
    page: Page, ask: Callable[..., Page], still: Callable[[], bool]
) -> Iterator[Sequence[Row]]:
    """Who loses the right meanwhile gets no more."""
    yield page["items"]
    while page["next"] is not None:
        if not still():
            raise Unauthorised("export-ended", "You may take this list away no more.")
        page = ask(cursor=page["next"], moment=page["moment"])
        yield page["items"]
