"""How the reference subscriber asks the feed, and what it makes of no answer."""

from random import Random

import pytest

from conformance.feed import Feed as Served
from conformance.feed import Server
from conformance.history import history
from conformance.told import Told
from conformance.wanted import EVERYTHING, wanted
from examples.erp.booking import BOOKED
from examples.erp.feed import Feed, FeedAway, Refused

NOTHING: dict[str, tuple[str, ...]] = {"customer": ()}


def test_a_page_has_what_it_books_and_nothing_else() -> None:
    told = history(Random(3))["pipeline"]
    served = Served({"pipeline": Told("pipeline", told)}, "secret", wanted(EVERYTHING))
    served.happens("pipeline", len(told))

    with Server(served) as server:
        page = Feed(server.url, "secret", BOOKED, 1).page("pipeline", 4)

    booked = [e for e in told[4:] if e["type"].split(".")[2] in BOOKED["pipeline"]]
    assert page == {"events": booked, "next": len(told), "head": len(told)}


def test_a_feed_that_stumbles_refuses_or_is_gone_is_away() -> None:
    served = Served({}, "secret", wanted(EVERYTHING))
    with Server(served) as server:
        served.refusing = 1
        with pytest.raises(FeedAway, match="503"):
            Feed(server.url, "secret", NOTHING, 1).page("customer", 0)
    with pytest.raises(FeedAway, match="refused"):
        Feed(server.url, "secret", NOTHING, 1).page("customer", 0)


def test_what_asking_again_does_not_mend_is_said_and_is_the_end() -> None:
    served = Served({}, "secret", wanted(EVERYTHING))
    with Server(served) as server:
        with pytest.raises(Refused, match="CRM_TOKEN opens nothing"):
            Feed(server.url, "wrong", NOTHING, 1).page("customer", 0)
        with pytest.raises(Refused, match="CRM_FEED refuses what we ask it: 400"):
            Feed(server.url, "secret", {"customer": ("CustomerRegistered",)}, 0).page("customer", 0)


def test_it_asks_for_the_version_that_it_understands() -> None:
    asked = Feed("", "", {"customer": ("A", "B")}, 2).asked
    assert asked == {"customer": {"types": "A,B", "pin": "A@2,B@2"}}
