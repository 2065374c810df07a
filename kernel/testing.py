"""Specifications: given these events, when this is decided, then those events."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial, reduce
from typing import Any

import pytest

from kernel.aggregate import Aggregate
from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import Rejected

RECORDED_AT = datetime(2026, 1, 5, 4, tzinfo=UTC)


class Specification:
    def __init__(self, state: Any) -> None:
        self.state = state

    def when(self, decide: Callable[..., Any], *args: Any, **kwargs: Any) -> "Specification":
        self.decision = partial(decide, self.state, *args, **kwargs)
        return self

    def then(self, *events: Any) -> None:
        assert self.decision() == list(events)

    def rejected(self, because: str, **fields: Any) -> None:
        self.refused(Rejected, because, **fields)

    def refused(self, refusal: type[Exception], because: str, **fields: Any) -> None:
        with pytest.raises(refusal) as caught:
            self.decision()
        assert caught.value.slug == because  # type: ignore[attr-defined]
        assert fields.items() <= caught.value.fields.items()  # type: ignore[attr-defined]


def specify(aggregate: Aggregate[Any, Any]) -> Callable[..., Specification]:
    return lambda *history: Specification(aggregate.fold(history))


def recorded(event: Any, position: int = 1, **circumstances: Any) -> Recorded:
    """An event as a projection or reaction meets it."""
    about: dict[str, Any] = {
        "source": "test",
        "stream": "test/1",
        "version": position,
        "at": RECORDED_AT,
    }
    return Recorded(position=position, event=event, **about | circumstances)


def project(projection: Projection, *events: Any) -> dict[str, Row]:
    """All rows, by key, after these events (bare ones are wrapped with `recorded`)."""
    history = [
        event if isinstance(event, Recorded) else recorded(event, position)
        for position, event in enumerate(events, start=1)
    ]
    return reduce(projection.apply, history, {})
