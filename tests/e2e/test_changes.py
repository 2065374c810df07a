"""Two people with the same screen open: one sees a customer, the other does not."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.e2e.api import Api, slug
from tests.e2e.company import PEOPLE, SEEN, founded
from tests.e2e.conftest import System
from tests.e2e.staff import hired

STREAM = "/v1/events/stream"
CALL = {"channel": "phone", "outcome": "reached"}
Event = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def desks(system: System) -> tuple[Api, Api]:
    mark = uuid4().hex[:6]
    return hired(system, f"ann.{mark}"), hired(system, f"bob.{mark}")


@contextmanager
def listening(api: Api, heard: str = "", **query: str) -> Iterator[Iterator[Event]]:
    headers = {"Last-Event-ID": heard} if heard else {}
    with api.session.get(
        api.url + STREAM, params=query, headers=headers, stream=True, timeout=30
    ) as response:
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield events(response)


def events(response: requests.Response) -> Iterator[Event]:
    found: dict[str, str] = {}
    for line in response.iter_lines(decode_unicode=True):
        if line:
            name, _, value = line.partition(": ")
            found[name] = value
        else:
            if "event" in found:
                yield found["event"], found["id"], json.loads(found["data"])
            found = {}


def about(stream: Iterator[Event], *ids: str) -> Iterator[Event]:
    return (one for one in stream if one[2].get("customer_id") in ids)


def test_each_is_told_what_they_see_and_goes_on_where_they_were(desks):
    """Without loss or repetition, whoever of several processes answers."""
    ann, bob = desks
    with listening(ann) as hers, listening(bob) as his:
        assert [next(stream)[2] for stream in (hers, his)] == [{"resumed": False}] * 2
        shared = ann.do("/v1/customers", {"name": f"茶行 {uuid4().hex[:6]}"})
        own = bob.do("/v1/customers", {"name": f"丝行 {uuid4().hex[:6]}"})
        ids = shared["id"], own["id"]
        name, place, told = next(about(hers, *ids))
        assert (name, told["event"], told["gone"]) == ("customer", "CustomerRegistered", False)
        assert ann.get(f"/v1/customers/{ids[0]}").status_code == 200  # the lists have it
        assert next(about(his, *ids))[2]["id"] == ids[1]

    ann.do(f"/v1/customers/{ids[0]}/follow-ups", CALL)
    let_go = {"reason": "no budget", "pool": "public"}
    ann.do(f"/v1/customers/{ids[0]}/release", let_go)
    with listening(ann, place, types="customer,follow-up") as hers:
        assert next(hers)[2] == {"resumed": True}
        heard: list[tuple[str, str]] = []
        while not {"FollowUpLogged", "CustomerReleased"} <= {event for event, _ in heard}:
            _, place, told = next(about(hers, *ids))
            heard.append((told["event"], told["position"]))
    assert len(heard) == len(set(heard))
    assert "CustomerRegistered" not in {event for event, _ in heard}

    with listening(ann, place) as hers:
        assert next(hers)[2] == {"resumed": True}
        bob.do(f"/v1/customers/{ids[0]}/claim")
        told = next(one[2] for one in about(hers, *ids) if one[2]["event"] == "CustomerClaimed")
        assert told["gone"]
    assert ann.get(f"/v1/customers/{ids[0]}").status_code == 404


def test_everybody_is_told_of_what_they_see_and_of_nothing_else(system: System) -> None:
    company = founded(system)
    kinds = {company.records[kind].id: kind for kind in ("held", "members", "public")}

    def place(who: str) -> str:
        with listening(company.apis[who]) as stream:
            return next(stream)[1]

    def told(who: str, heard: str) -> set[str]:
        """Up to the last, which everybody sees."""
        found: set[str] = set()
        with listening(company.apis[who], heard, types="customer") as stream:
            while "public" not in found:
                id = next(stream)[2].get("id", "")
                found |= {kinds[id]} if id in kinds else set()
        return found

    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        places = list(pool.map(place, PEOPLE))
        for id in kinds:
            answer = company.root.patch(f"/v1/customers/{id}", {"remark": uuid4().hex})
            assert answer.status_code == 200, answer.text
        found = dict(zip(PEOPLE, pool.map(told, PEOPLE, places), strict=True))

    seen = {who: {kind for kind in kinds.values() if who in SEEN[kind]} for who in PEOPLE}
    assert found == seen


def test_what_was_never_told_is_refused(desks):
    ann, _ = desks
    assert slug(ann.get(STREAM, types="customer,person")) == "invalid"
    assert slug(ann.get(STREAM, since="customer:1")) == "malformed-header"


def test_who_signs_out_hears_no_more(system: System) -> None:
    root = Api(system.url, system.token("operator", "admin"))
    login = f"eve.{uuid4().hex[:6]}"
    eve = hired(system, login)
    with listening(eve) as stream:
        assert next(stream)[0] == "ready"
        root.do(f"/v1/people/{login}/deactivate", {"reason": "left"})
        assert list(stream) == []
