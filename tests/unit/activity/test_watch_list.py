"""Somebody watches only so many customers: who watches all is told nothing by what is new."""

from typing import Any

import pytest

from kernel import Rejected
from services.activity.events import CustomerWatched, WatchCounted
from tests.unit.activity.call_desk import CallDesk
from tests.unit.people import ANN, MAY
from tests.unit.pipeline.examples import OWNED_BY_ANN


@pytest.fixture
def desk() -> CallDesk:
    made = CallDesk(*(owned(number) for number in range(3)))
    made.watched_limit = 2
    return made


def owned(number: int) -> Any:
    return type(OWNED_BY_ANN)(**vars(OWNED_BY_ANN) | {"customer_id": f"c{number}"})


def test_who_watches_as_many_as_allowed_is_told_to_watch_others_no_more(desk: CallDesk) -> None:
    for id in ("c0", "c1", "c1"):
        desk.as_(ANN).watch_customer(id)
    head = desk.log.head()

    with pytest.raises(Rejected, match="stop watching") as refused:
        desk.as_(ANN).watch_customer("c2")

    assert (refused.value.slug, refused.value.fields["limit"]) == ("too-many-watched", 2)
    assert desk.log.head() == head
    desk.as_(MAY).watch_customer("c2")

    desk.as_(ANN).unwatch_customer("c0")
    desk.as_(ANN).watch_customer("c2")
    watched = [one for one in desk.events() if isinstance(one, CustomerWatched)]
    assert [one.customer_id for one in watched if one.person == "ann"] == ["c0", "c1", "c2"]


def test_the_count_stands_in_the_commit_of_the_watch(desk: CallDesk) -> None:
    desk.as_(ANN).watch_customer("c0")

    [commit] = desk.log.commits
    assert [entry.stream for entry in commit.entries] == ["contact/c0", "watch-list/ann"]
    assert isinstance(desk.last(), WatchCounted)
