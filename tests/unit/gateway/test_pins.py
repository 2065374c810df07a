"""Versions that a subscriber holds on to: what is no such thing is refused when it is said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from jsonschema import Draft202012Validator

from gateway import api_key, pins
from gateway.api_key import API_KEYS
from gateway.catalogue import Published, described, published
from gateway.events import ApiKeyIssued, ApiKeyRenewed
from gateway.pins import check, pins_for
from gateway.service import ROUTES
from gateway.tokens import Caller
from kernel import Invalid, NotFound
from kernel.testing import specify

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)
UNTIL = AT + timedelta(days=90)
PIN = "customer.CustomerRegistered@1"
KEY = Caller("api-key/erp", "manager", UNTIL, program=True, access="feed", pins=(PIN,))
ISSUED = ApiKeyIssued(
    "k1", "erp", "manager", "feed", UNTIL, "root", AT, ("customer.*",), True, (PIN,)
)

given = specify(API_KEYS)


@pytest.mark.parametrize(
    "pin",
    ["customer.CustomerRegistered@2", "customer.CustomerRegistered@0", "customer.CustomerReborn@1",
     "billing.Paid@1", "customer.CustomerRegistered", "customer.*@1", "CustomerRegistered@1",
     "customer.CustomerRegistered@1 "],
)  # fmt: skip
def test_what_could_not_be_told_is_refused(pin):
    with pytest.raises(Invalid):
        check("feed", True, [pin])
    with pytest.raises(Invalid):
        pins_for(KEY, "customer", pin.partition(".")[2] + "x")


def test_a_version_that_events_were_once_published_in_may_be_held_on_to(monkeypatch):
    grown = [Published("customer", "CustomerRegistered", n, {}, ()) for n in (2, 1)]
    monkeypatch.setattr(pins, "published", lambda: grown)
    pins.told_in.cache_clear()
    try:
        check("feed", True, [PIN, "customer.CustomerRegistered@2"])
        assert pins_for(KEY, "customer", "CustomerRegistered@2") == {"CustomerRegistered": 2}
        with pytest.raises(Invalid) as refused:
            pins_for(KEY, "customer", "CustomerRegistered@3")
    finally:
        pins.told_in.cache_clear()
    [error] = refused.value.fields["errors"]
    assert (error["field"], "version 2 or 1" in error["message"]) == ("pin", True)


def test_what_the_key_says_holds_unless_something_else_is_asked():
    assert pins_for(KEY, "customer", "") == {"CustomerRegistered": 1}
    assert pins_for(KEY, "pipeline", "OpportunityWon@1, OpportunityLost@1") == {
        "OpportunityWon": 1, "OpportunityLost": 1,
    }  # fmt: skip
    assert pins_for(None, "customer", "") == {}


def test_who_is_told_of_no_persons_holds_on_to_none():
    with pytest.raises(Invalid, match="invalid"):
        check("feed", False, [PIN])
    with pytest.raises(Invalid):
        pins_for(replace(KEY, personal=False, pins=()), "customer", "CustomerRegistered@1")
    with pytest.raises(Invalid):
        check("read", True, [PIN])
    check("read", True, [])


def test_a_key_is_renewed_with_all_that_it_is_for_and_the_old_one_ends_later():
    how = {"expires_at": UNTIL, "by": "root", "at": AT}
    soon = AT + timedelta(days=7)
    given(ISSUED).when(api_key.renew, "k2", "k1", until=soon, **how).then(
        ApiKeyRenewed("k1", "erp", "k2", soon, "root", AT), replace(ISSUED, key_id="k2")
    )
    late = UNTIL + timedelta(days=1)
    given(ISSUED).when(api_key.renew, "k2", "k1", until=late, **how).then(
        ApiKeyRenewed("k1", "erp", "k2", UNTIL, "root", AT), replace(ISSUED, key_id="k2")
    )
    given(ISSUED).when(api_key.renew, "k2", "k9", until=soon, **how).refused(NotFound, "not-found")


def test_one_that_ran_out_long_ago_is_renewed_while_it_is_known():
    later = UNTIL + timedelta(days=40)
    renewed = ApiKeyRenewed("k1", "erp", "k2", UNTIL, "root", later)
    issued = replace(ISSUED, key_id="k2", at=later, expires_at=later + timedelta(days=9))
    keys = API_KEYS.fold([ISSUED, renewed, issued]).known
    assert set(keys) == {"k2"}
    keys = API_KEYS.fold([ISSUED, replace(renewed, until=AT)]).known
    assert keys["k1"].expires_at == AT


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in published()])
def test_what_an_event_points_to_describes_it_alone(one):
    schema = described(one.source, one.event, one.version)
    assert schema["$id"].endswith(f"/v1/schemas/{one.source}/{one.event}/{one.version}")
    check = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    Draft202012Validator.check_schema(schema)
    for example in one.examples:
        check.validate(example)
    assert not check.is_valid({})


def test_there_is_no_schema_of_what_was_never_published():
    assert ROUTES["show_event_schema"].public
    for asked in (("customer", "CustomerClaimed", 2), ("customer", "Address", 1),
                  ("analytics", "CustomerClaimed", 1)):  # fmt: skip
        assert described(*asked) is None
