"""Conditional requests, preferences, and routes that are to go."""

from dataclasses import replace
from datetime import date

import pytest
from werkzeug.datastructures import Headers

from gateway.answers import Receipt, Receipted, Record
from gateway.conditions import Unconditional
from gateway.deprecation import Deprecated, announced
from gateway.preferences import applied, preferences
from gateway.service import ROUTES
from kernel.refusal import Invalid
from tests.unit.gateway.requests import ask, command, question

RECEIPT = {"id": "7", "version": 3, "position": "customer:1041"}
READ = question(answer=Record(Receipt, versioned=True))
PLAIN = question()
# Edits that compare no version: what they say is true whatever was said before.
UNCOMPARED = {"change_password": "the former password is the condition"}


def answered(route, known="", told=RECEIPT):
    asked = ask(route, headers={"If-None-Match": known} if known else {})
    return route.answer.respond(asked, told)


@pytest.mark.parametrize("route", [READ, PLAIN])
def test_who_has_read_it_is_told_that_nothing_has_changed(route):
    first = answered(route)
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = answered(route, known)
        assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    for known in ('"3"', '"x"', tag[1:-1]):
        assert answered(route, known).get_data() == first.get_data()


def test_another_content_is_read_again_though_its_version_is_the_same():
    tag = answered(READ).headers["ETag"]
    assert answered(READ, tag, {**RECEIPT, "owner": "bob"}).status_code == 200


def test_the_version_of_what_was_read_is_what_an_edit_compares():
    tag = answered(READ).headers["ETag"]
    for given in (tag, '"3"'):
        assert ask(command(), {"name": "x"}, headers={"If-Match": given}).expected == 3
    with pytest.raises(Invalid):
        ask(command(), {"name": "x"}, headers={"If-Match": answered(PLAIN).headers["ETag"]})


def test_who_wants_to_be_held_to_it_must_name_a_version():
    strict = {"Prefer": "handling=strict"}
    with pytest.raises(Unconditional):
        ask(command(), {"name": "x"}, headers=strict)
    assert ask(command(), {"name": "x"}, headers={**strict, "If-Match": '"3"'}).expected == 3
    assert ask(command(), {"name": "x"}, headers={**strict, "If-Match": "*"}).expected is None
    assert ask(command(conditional=False), {"name": "x"}, headers=strict).expected is None


@pytest.mark.parametrize(
    ("answer", "status"), [(Receipted(), 204), (Receipted("/v1/things/{id}"), 201)]
)
def test_a_receipt_may_be_left_out_but_not_what_is_in_it(answer, status):
    route = command(answer=answer)
    asked = ask(route, {"name": "x"}, headers={"Prefer": 'return="minimal", wait=3; x'})
    response = applied(route, asked.preferences, answer.respond(asked, RECEIPT))
    assert (response.status_code, response.get_data()) == (status, b"")
    assert (response.headers["ETag"], response.headers["X-Position"]) == ('"3"', "customer:1041")
    assert response.headers["Preference-Applied"] == "return=minimal"
    assert "Content-Type" not in response.headers
    assert response.headers.get("Location") == ("/v1/things/7" if status == 201 else None)


def test_what_stands_in_quotes_is_not_asked_for():
    quoted = 'respond-async; why="soon, handling=strict, return=minimal"'
    assert preferences(Headers({"Prefer": quoted})).keys() == {"respond-async"}


def test_what_we_do_not_know_is_no_harm():
    asked = ask(command(), {"name": "x"}, headers={"Prefer": "return=representation, =;=, \xe9"})
    response = applied(command(), asked.preferences, Receipted().respond(asked, RECEIPT))
    assert response.get_json() == RECEIPT
    assert "Preference-Applied" not in response.headers


@pytest.mark.parametrize("name", [name for name, one in ROUTES.items() if one.method == "GET"])
def test_one_thing_that_is_read_has_an_etag(name):
    route = ROUTES[name]
    assert route.is_cached == isinstance(route.answer, Record)
    if route.path.endswith(">") and route.answer.schema and "items" not in shown(route):
        assert route.is_cached, "one thing is answered by Record, which gives it an ETag"


def shown(route):
    return route.answer.schema().fields


@pytest.mark.parametrize(
    "name", [name for name, one in ROUTES.items() if one.method in ("PATCH", "PUT")]
)
def test_an_edit_compares_the_version_that_was_read(name):
    assert ROUTES[name].conditional != (name in UNCOMPARED)


def test_a_route_that_is_to_go_says_so_and_what_to_use_instead():
    gone = Deprecated(date(2026, 1, 1), date(2026, 9, 1), "/v1/others")
    route = replace(PLAIN, deprecated=gone)
    headers = announced(route, answered(PLAIN)).headers
    assert headers["Deprecation"] == "@1767225600"
    assert headers["Sunset"] == "Tue, 01 Sep 2026 00:00:00 GMT"
    assert headers["Link"] == '</v1/others>; rel="successor-version"'
    assert "Sunset" not in announced(PLAIN, answered(PLAIN)).headers


def test_a_short_notice_does_not_start():
    with pytest.raises(TypeError):
        Deprecated(date(2026, 1, 1), date(2026, 2, 1), "/v1/others")


def test_what_is_to_be_used_instead_is_there():
    paths = {route.path for route in ROUTES.values()}
    assert {one.deprecated.instead for one in ROUTES.values() if one.deprecated} <= paths
