"""A cursor is good for who got it, for the list and the filters that it came with, as it came."""

import pytest

from gateway.cursors import given_out, opened, sealed
from gateway.fields import Text
from gateway.queries import LONGEST_CURSOR, Listing, Whole
from gateway.secret import credential_key
from gateway.service import ROUTES
from kernel.refusal import Invalid
from tests.unit.gateway.requests import Thing, ask, command, question

INNER = "WyItdG91Y2hlZF9hdCJd"
LIST = question(path="/v1/things", query=Listing())
HERE = ("/v1/things", "ann", {"q": "李"})


class ThingsBefore(Thing):
    limit = Whole(1, 10)
    cursor = Text(LONGEST_CURSOR)


def listed():
    """The shapes by which our routes are asked for pages."""
    for name, route in ROUTES.items():
        for shape in (route.query, route.body):
            if shape and "cursor" in shape.fields:
                yield name, shape


def refused(given, path, user, query):
    with pytest.raises(Invalid) as caught:
        opened(given, path, user, query)
    [error] = caught.value.fields["errors"]
    assert error["field"] == "cursor"
    assert "first page" in error["message"]


def test_it_is_read_on_with():
    assert opened(sealed(INNER, *HERE), *HERE) == INNER


def test_page_length_and_freshness_may_change_from_page_to_page():
    given = sealed(INNER, *HERE)
    query = {"q": "李", "limit": 5, "after": ["customer:7"], "cursor": given}
    assert opened(given, "/v1/things", "ann", query) == INNER


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("/v1/others", "ann", {"q": "李"}),
        ("/v1/things", "bob", {"q": "李"}),
        ("/v1/things", "ann", {"q": "王"}),
        ("/v1/things", "ann", {}),
        ("/v1/things", "ann", {"q": "李", "owner": "bob"}),
    ],
)
def test_it_is_no_good_for_another_list_asker_or_filter(elsewhere):
    refused(sealed(INNER, *HERE), *elsewhere)


@pytest.mark.parametrize(
    "changed",
    [
        lambda given: given[:-1],
        lambda given: given[1:],
        lambda given: given.rpartition(".")[0],
        lambda given: "." + given.rpartition(".")[2],
        lambda given: "x" + given,
        lambda given: INNER,
        lambda given: given.rpartition(".")[0] + ".",
        lambda given: given + "李",
    ],
)
def test_forged_cut_or_from_before_they_were_signed_they_are_refused(changed):
    refused(changed(sealed(INNER, *HERE)), *HERE)


def test_a_new_key_ends_them(monkeypatch):
    given = sealed(INNER, *HERE)
    monkeypatch.setenv("GUANXI_CREDENTIAL_KEY", "d" * 32)
    credential_key.cache_clear()
    refused(given, *HERE)


def test_what_a_list_answers_is_what_it_takes():
    first = ask(LIST, query_string={"limit": "5"})
    page = given_out(LIST, first, {"items": [], "next": INNER})
    again = ask(LIST, query_string={"limit": "7", "cursor": page["next"]})
    assert again.query == {"limit": 7, "cursor": INNER}
    with pytest.raises(Invalid):
        ask(LIST, user="bob", query_string={"cursor": page["next"]})


def test_what_lists_by_a_body_takes_what_it_answers():
    route = command(body=ThingsBefore(), conditional=False)
    said = {"name": "x", "limit": 5}
    page = given_out(route, ask(route, said), {"items": [], "next": INNER})
    assert page["next"] != INNER
    again = ask(route, {**said, "limit": 7, "cursor": page["next"]})
    assert again.body == {"name": "x", "limit": 7, "cursor": INNER}
    for changed in ({"name": "y", "cursor": page["next"]}, {**said, "cursor": INNER}):
        with pytest.raises(Invalid):
            ask(route, changed)


@pytest.mark.parametrize("shape", [pytest.param(one, id=name) for name, one in listed()])
def test_a_cursor_is_never_too_long_for_whoever_gave_it(shape):
    assert shape.fields["cursor"].longest == LONGEST_CURSOR


def test_the_last_page_and_what_is_no_list_stay_as_they_are():
    last = {"items": [], "next": None}
    asked = ask(LIST)
    assert given_out(LIST, asked, last) == last
    other = question()
    assert given_out(other, ask(other), {"next": 5}) == {"next": 5}
