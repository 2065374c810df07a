"""Keys for the feed: they open nothing else, and of the feed only what they are for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from gateway import api_key
from gateway.api_key import API_KEYS
from gateway.events import ApiKeyIssued
from gateway.feed import EventRoutes
from gateway.routes import FEED, MANAGERS
from gateway.subscribed import types_for
from gateway.tokens import Caller
from kernel import Forbidden, Invalid
from kernel.testing import specify
from tests.unit.gateway.requests import command, question

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)
UNTIL = AT + timedelta(days=90)
EVENTS = ("customer.*", "pipeline.OpportunityWon")
CALLER = Caller("api-key/erp", "manager", UNTIL, "all", program=True, access="feed", events=EVENTS)

given = specify(API_KEYS)


def asked(access="feed", role="manager", events=EVENTS, personal=False):
    how = ("k1", "erp", role, access, UNTIL, "root", AT, list(events), personal)
    return api_key.issue, *how


def test_a_key_for_the_feed_says_for_which_events():
    issued = ApiKeyIssued("k1", "erp", "manager", "feed", UNTIL, "root", AT, EVENTS, False)
    given().when(*asked()).then(issued)
    [key] = API_KEYS.fold([issued]).known.values()
    assert (key.events, key.personal) == (EVENTS, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"events": ()},
        {"role": "sales"},
        {"role": "admin"},
        {"access": "read"},
        {"access": "write", "events": ()},  # it would be told of persons all the same
        {"events": ["customer.*", "billing.*"]},
        {"events": ["*.OpportunityWon"]},
        {"events": ["#"]},
        {"events": ["customer.*\n"]},
        {"events": ["customer.Customer*"]},
        {"events": ["customer.CustomerRegistred"]},
    ],
)
def test_a_key_of_which_nobody_could_say_what_it_is_for_is_refused(wrong):
    given().when(*asked(**wrong)).refused(Invalid, "invalid")


def test_it_opens_the_feed_and_nothing_else():
    question(path=FEED, roles=MANAGERS).admit(CALLER)
    for route in (question(), question(path="/v1/me"), command(path=FEED)):
        with pytest.raises(Forbidden):
            route.admit(CALLER)


def test_other_events_are_refused_and_its_own_are_told():
    assert types_for(CALLER, "customer", []) == []  # all of them
    assert types_for(CALLER, "customer", ["CustomerClaimed"]) == ["CustomerClaimed"]
    assert types_for(CALLER, "pipeline", []) == ["OpportunityWon"]
    assert types_for(CALLER, "pipeline", ["OpportunityWon"]) == ["OpportunityWon"]
    for source, types in [
        ("pipeline", ["OpportunityLost"]),
        ("pipeline", ["OpportunityWon", "OpportunityLost"]),
        ("activity", []),
        ("gateway", ["ApiKeyIssued"]),
    ]:
        with pytest.raises(Forbidden, match="events-not-allowed"):
            types_for(CALLER, source, types)


def test_who_has_another_kind_of_token_is_told_what_they_ask_for():
    assert types_for(replace(CALLER, access="read"), "activity", ["X"]) == ["X"]


class Service:
    def within(self, seconds):
        return self

    def feed(self, **query):
        self.query = query
        return {"events": [], "next": 0, "head": 0}


def read(caller, **query):
    routes, service = EventRoutes(), Service()
    routes.__dict__["pipeline"] = service
    context = SimpleNamespace(visibility="all")
    routes.read_events(SimpleNamespace(context=context, caller=caller, query=query))
    return service.query


def test_what_the_key_says_is_what_the_service_is_asked():
    assert read(CALLER, source="pipeline") == {
        "after": 0,
        "limit": 100,
        "types": ["OpportunityWon"],
    }
    assert read(replace(CALLER, personal=False), source="pipeline", after=7) == {
        "after": 7,
        "limit": 100,
        "types": ["OpportunityWon"],
        "personal": False,
    }


def test_a_name_misspelt_is_refused_before_the_feed_moves_on_without_it():
    with pytest.raises(Invalid):
        read(replace(CALLER, access="read"), source="pipeline", types="OpportunityWon,Opportunity")
