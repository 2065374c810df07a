"""The harness's feed answers as the gateway's does."""

import json
from random import Random
from threading import Timer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from conformance.asked import FIELDS, LARGEST, LAST, LONGEST, SOURCES, USUAL, Refusal
from conformance.feed import Feed, Server
from conformance.history import history
from conformance.told import Told
from conformance.wanted import EVERYTHING, wanted
from gateway import feed as gateway
from kernel.feed import feed as page_of
from kernel.log import Draft, Entry, MemoryLog

HISTORY = history(Random(3))
BEARER = "Bearer secret"


def made(events: str = EVERYTHING) -> Feed:
    logs = {source: Told(source, told) for source, told in HISTORY.items()}
    feed = Feed(logs, "secret", wanted(events))
    for source, told in HISTORY.items():
        feed.happens(source, len(told))
    return feed


def ask(feed: Feed, **query: Any) -> dict[str, Any]:
    return feed.page({name: str(value) for name, value in query.items()}, BEARER)


def test_it_takes_what_the_gateway_takes() -> None:
    fields = gateway.ReadEvents().fields
    assert set(FIELDS) == set(fields)
    assert (USUAL, LAST) == (gateway.PAGE, gateway.LAST)
    assert list(SOURCES) == fields["source"].metadata["enum"]
    assert fields["wait"].metadata["maximum"] == LONGEST
    assert fields["limit"].metadata["maximum"] == LARGEST
    assert fields["after"].metadata["maximum"] == LAST


def test_a_page_is_what_a_log_with_these_events_answers() -> None:
    log = MemoryLog("pipeline")
    for envelope in HISTORY["pipeline"]:
        _, _, name, _ = envelope["type"].split(".")
        entry = Entry(envelope["subject"], envelope["version"], name, 1, envelope["data"])
        told = Told("pipeline", HISTORY["pipeline"]).commits[envelope["position"] - 1]
        meta = {**told.meta, "command_id": envelope["id"]}
        log.append(Draft((entry,), told.at, meta))

    page = ask(made(), source="pipeline", after=5, limit=7, types="OpportunityWon")
    assert page == page_of(log, 5, 7, ["OpportunityWon"])
    whole = ask(made(), source="pipeline", limit=1000)
    assert whole == {"events": HISTORY["pipeline"], "next": log.head(), "head": log.head()}


def test_what_has_not_happened_is_not_told() -> None:
    feed = made()
    feed.happens("pipeline", 3)
    assert ask(feed, source="pipeline")["head"] == 3
    assert ask(feed, source="pipeline", after=3) == {"events": [], "next": 3, "head": 3}


def test_a_part_is_told_of_with_the_positions_of_all() -> None:
    page = ask(made("pipeline.OpportunityWon"), source="pipeline", types="OpportunityLost")
    assert page == {"events": [], "next": page["head"], "head": page["head"]}
    page = ask(made("pipeline.OpportunityWon"), source="pipeline", limit=1000)
    assert {event["type"] for event in page["events"]} == {"guanxi.pipeline.OpportunityWon.v1"}


@pytest.mark.parametrize(
    "query",
    [{}, {"source": "moon"}, {"source": "customer", "after": -1}, {"source": "customer", "x": 1},
     {"source": "customer", "limit": 0}, {"source": "customer", "limit": 1001}],
)  # fmt: skip
def test_a_wrong_question_is_refused(query: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        ask(made(), **query)
    assert refused.value.status == 400


def test_who_waits_is_told_of_what_happens_and_else_of_nothing() -> None:
    feed = made()
    feed.happens("pipeline", 3)
    later = Timer(0.05, feed.happens, ("pipeline", 4))
    later.start()
    waited = ask(feed, source="pipeline", after=3, wait=30)
    later.join()
    assert [event["position"] for event in waited["events"]] == [4]
    assert ask(feed, source="pipeline", after=4, wait=0)["events"] == []


def test_who_has_everything_is_noticed_when_it_asks_for_more() -> None:
    feed = made()
    assert not feed.level
    ask(feed, source="customer", after=feed.logs["customer"].until - 1)
    assert not feed.level
    ask(feed, source="customer", after=feed.logs["customer"].until)
    assert feed.level == {"customer"}


def test_it_speaks_http_and_stumbles_when_it_is_told_to() -> None:
    feed = made()
    with Server(feed) as server:
        feed.refusing = 1
        assert over_http(server.url, BEARER, source="customer")[0] == 503
        assert over_http(server.url, "Bearer x", source="customer")[0] == 401
        status, kind, page = over_http(server.url, BEARER, source="customer", limit=2)
    assert (status, kind) == (200, "application/json")
    assert page["events"] == HISTORY["customer"][:2]


def over_http(url: str, bearer: str, **query: Any) -> tuple[int, str, Any]:
    asked = Request(f"{url}?{urlencode(query)}", headers={"Authorization": bearer})
    try:
        with urlopen(asked, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], json.load(answer)
    except HTTPError as error:
        return error.code, error.headers["Content-Type"], json.load(error)
