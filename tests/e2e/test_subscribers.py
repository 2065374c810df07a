"""A program with a key for the feed is told of its own events, and nothing else opens to it."""

from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.e2e.api import Api, slug
from tests.e2e.conftest import System

EVENTS = ["customer.*", "pipeline.OpportunityWon"]


@pytest.fixture
def root(system: System) -> Api:
    return Api(system.url, system.token("operator", "admin"))


def subscriber(system: System, root: Api, personal: bool = True) -> Api:
    asked = {"name": "erp-main", "role": "manager", "access": "feed", "events": EVENTS}
    return Api(system.url, root.do("/v1/api-keys", asked | {"personal": personal})["key"])


def registered(root: Api) -> tuple[str, str, int]:
    """A customer with all that there is of a person: number, id, and where the commit ends."""
    number = f"139{int(uuid4().hex[:7], 16) % 10**8:08}"
    said = {"phones": [number], "emails": [f"{number}@example.cn"], "remark": "左撇子"}
    made = root.do("/v1/customers", {"name": "李小龙"} | said)
    return number, made["id"], int(made["position"].partition(":")[2])


def feed(api: Api, **query: Any) -> Any:
    answer = api.get(f"/v1/events?{urlencode(query)}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def told_of(api: Api, customer: str, position: int) -> Any:
    """Its registration stands at most so far before the end of its commit."""
    page = feed(api, source="customer", types="CustomerRegistered", after=max(0, position - 20))
    [event] = [one for one in page["events"] if one["data"]["customer_id"] == customer]
    return event


def test_it_is_told_of_its_own_events_and_refused_others(system, root):
    _, customer, position = registered(root)
    program = subscriber(system, root)
    assert told_of(program, customer, position)["data"]["name"] == "李小龙"
    assert feed(program, source="pipeline")["head"] >= 0

    for asked in (
        "source=pipeline&types=OpportunityLost",
        "source=pipeline&types=OpportunityWon,OpportunityLost",
        "source=activity",
        "source=gateway&types=ApiKeyIssued",
    ):
        refused = program.get(f"/v1/events?{asked}")
        assert (refused.status_code, slug(refused)) == (403, "events-not-allowed")


def test_it_opens_nothing_but_the_feed(system, root):
    program = subscriber(system, root)
    for path in ("/v1/customers", "/v1/me", "/v1/people", "/v1/reports/workload"):
        refused = program.get(path)
        assert (refused.status_code, slug(refused)) == (403, "feed-only")
    assert slug(program.post("/v1/customers", {"name": "茶行"})) == "feed-only"


def test_without_personal_data_nothing_is_said_of_the_person(system, root):
    number, customer, position = registered(root)
    event = told_of(subscriber(system, root, personal=False), customer, position)
    assert {"name", "phones", "emails", "remark"} <= set(event["withheld"].split(","))
    for said in ("李小龙", number, "左撇子"):
        assert said not in str(event)


def test_who_waits_is_told_as_soon_as_it_happens(system, root):
    _, customer, position = registered(root)
    program, heard = subscriber(system, root), []
    asked = {"source": "customer", "after": position, "types": "CustomerArchived", "wait": 20}
    waiting = Thread(target=lambda: heard.append(feed(program, **asked)))
    began = monotonic()
    waiting.start()
    registered(root)  # of another type: it is passed by
    archived = root.do(f"/v1/customers/{customer}/archive", {"reason": "closed"})
    waiting.join()

    [page] = heard
    assert customer in [event["data"]["customer_id"] for event in page["events"]]
    assert position < page["events"][0]["position"] <= page["next"]
    assert page["next"] <= page["head"]
    assert archived["position"].startswith("customer:")
    assert monotonic() - began < 20
