"""How the reference subscriber asks the feed, and what it makes of no answer."""

from random import Random

import pytest

from conformance.feed import Feed as Served
from conformance.feed import Server
from conformance.history import history
from conformance.told import Told
from conformance.wanted import EVERYTHING, wanted
from examples.erp.booking import BOOKED
from examples.erp.feed import Feed, FeedAway

NOTHING: dict[str, tuple[str, ...]] = {"customer": ()}


def test_a_page_has_what_it_books_and_nothing_else() -> None:
    told = history(Random(3))["pipeline"]
    served = Served({"pipeline": Told("pipeline", told)}, "secret", wanted(EVERYTHING))
    served.happens("pipeline", len(told))

    with Server(served) as server:
        page = Feed(server.url, "secret", BOOKED).page("pipeline", 4)

    booked = [e for e in told[4:] if e["type"].split(".")[2] in BOOKED["pipeline"]]
    assert page == {"events": booked, "next": len(told), "head": len(told)}


def test_a_feed_that_stumbles_refuses_or_is_gone_is_away() -> None:
    served = Served({}, "secret", wanted(EVERYTHING))
    with Server(served) as server:
        served.refusing = 1
        with pytest.raises(FeedAway, match="503"):
            Feed(server.url, "secret", NOTHING).page("customer", 0)
        with pytest.raises(FeedAway, match="401"):
            Feed(server.url, "wrong", NOTHING).page("customer", 0)
    with pytest.raises(FeedAway, match="refused"):
        Feed(server.url, "secret", NOTHING).page("customer", 0)
