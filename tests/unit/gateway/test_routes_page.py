"""The page about all routes says of each what OpenAPI says of it."""

import json
from html.parser import HTMLParser

import pytest

from gateway.documents import about_routes, described
from gateway.service import Gateway

DOCUMENT = json.loads(described(Gateway))
PAGE = about_routes(Gateway).decode()
OPERATIONS = [
    (method, path, told["operationId"])
    for path, methods in DOCUMENT["paths"].items()
    for method, told in methods.items()
]


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.tags = [], set(), set()

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.add(tag)
        self.ids += [told["id"]] if "id" in told else []
        if told.get("href", "").startswith("#"):
            self.links.add(told["href"][1:])


@pytest.fixture(scope="module")
def links():
    found = Links()
    found.feed(PAGE)
    return found


def test_every_route_and_every_shape_has_its_place(links):
    assert {id for _, _, id in OPERATIONS} <= set(links.ids)
    assert set(DOCUMENT["components"]["schemas"]) <= set(links.ids)


def test_each_link_leads_somewhere_and_to_one_place(links):
    assert links.links <= set(links.ids)
    assert len(links.ids) == len(set(links.ids))


def test_nothing_runs_and_nothing_is_loaded(links):
    assert not links.tags & {"script", "img", "link", "iframe", "object"}
    assert "url(" not in PAGE


def test_a_route_says_for_whom_it_is_what_it_takes_and_what_it_refuses():
    [told] = [part for part in PAGE.split("<details") if part.startswith(' id="register_customer"')]
    for words in (
        "<b>POST</b> <code>/v1/customers</code>", "For: sales or manager or admin",
        "Idempotency-Key", '<a href="#RegisterCustomer">', "201", "refused with 400", "409",
    ):  # fmt: skip
        assert words in told
