"""Whatever is wrong with a request: the right status, the field, and no service has been asked."""

from datetime import timedelta

import pytest

from gateway.tokens import issue
from tests.integration.gateway.client import fields, kind

CUSTOMERS, CLAIM = "/v1/customers", "/v1/customers/42/claim"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def no_service_is_asked(services):
    yield
    assert services.asked == []


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, ["name"]),
        ({"name": "Li", "colour": "red"}, ["colour"]),
        ({"name": 5}, ["name"]),
        ({"name": "Li", "phones": "138"}, ["phones"]),
        ({"name": "Li", "phones": ["138", 7]}, ["phones.1"]),
        ({"name": "x" * 201}, ["name"]),
        ({"name": "a\0b"}, ["name"]),
        ({"name": "Li", "remark": "a\x07b"}, ["remark"]),
        ({"name": "Li", "emails": ["a@b.cn"] * 21}, ["emails"]),
        ({"name": "", "phones": [""], "zip": 1}, ["name", "phones.0", "zip"]),
        ([1], ["body"]),
    ],
)
def test_every_wrong_field_is_named(api, body, named):
    response = api.post(CUSTOMERS, body)

    assert (response.status_code, kind(response)) == (400, "invalid")
    assert fields(response) == named


def test_broken_json_is_located(api):
    response = api.send("POST", CUSTOMERS, data=b'{"name": \n "Li",}', headers=JSON)

    assert (response.status_code, kind(response)) == (400, "broken-json")
    assert (response.json()["line"], response.json()["column"]) == (2, 7)


@pytest.mark.parametrize(
    ("raw", "slug"),
    [
        (b'{"name": "Li", "name": "Wu"}', "unsafe-json"),
        (b'{"name": NaN}', "unsafe-json"),
        (rb'{"name": "\ud800"}', "unsafe-json"),
        (b"[" * 100_000, "too-deep"),
        (b"\xff\xfe", "broken-json"),
    ],
)
def test_json_that_is_more_than_json_is_refused(api, raw, slug):
    response = api.send("POST", CUSTOMERS, data=raw, headers=JSON)

    assert (response.status_code, kind(response)) == (400, slug)


def test_another_kind_of_body_is_refused(api):
    response = api.send("POST", CUSTOMERS, data={"name": "Li"})

    assert (response.status_code, kind(response)) == (415, "unsupported-media-type")


def test_ten_megabytes_are_refused(api):
    response = api.send("POST", CUSTOMERS, data=b'{"name":"' + b"x" * 10_000_000, headers=JSON)

    assert (response.status_code, kind(response)) == (413, "too-large")


def test_ten_megabytes_in_chunks_are_refused(api):
    response = api.send("POST", CUSTOMERS, data=(b"x" * 100_000 for _ in range(100)), headers=JSON)

    assert (response.status_code, kind(response)) == (413, "too-large")


def test_no_token_is_challenged(api):
    del api.session.headers["Authorization"]

    response = api.post(CLAIM)

    assert (response.status_code, kind(response)) == (401, "token-missing")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="guanxi"'


def test_an_expired_token_is_challenged(api):
    api.session.headers["Authorization"] = f"Bearer {issue('ann', 'sales', timedelta(hours=-1))}"

    response = api.post(CLAIM)

    assert (response.status_code, kind(response)) == (401, "token-expired")
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_a_forged_token_is_challenged(api):
    api.session.headers["Authorization"] += "x"

    response = api.post(CLAIM)

    assert (response.status_code, kind(response)) == (401, "token-invalid")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/fields"), ("GET", "/v1/events?source=customer")],
)
def test_a_role_that_may_not_is_told_who_may(api, method, path):
    with api.speaking_for("sam", "sales") as sam:
        response = sam.send(method, path)

    assert (response.status_code, kind(response)) == (403, "role-not-allowed")
    assert response.json()["allowed"] == ["manager", "admin"]


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/customer", "/v1/customers/", "/v2/customers"])
def test_an_unknown_path_is_a_problem_document(api, path):
    response = api.get(path)

    assert (response.status_code, kind(response)) == (404, "no-such-route")


def test_an_unknown_method_names_the_known_ones(api):
    response = api.send("DELETE", CUSTOMERS)

    assert (response.status_code, kind(response)) == (405, "method-not-allowed")
    assert response.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("id", ["a%00b", "%E6%9D%8E", "x" * 101, "$ne", "a%20b", "%ff"])
def test_what_cannot_be_an_id_names_nothing(api, id):
    response = api.get(f"/v1/customers/{id}")

    assert (response.status_code, kind(response)) == (404, "not-found")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("limit=0", ["limit"]),
        ("limit=201", ["limit"]),
        ("limit=ten", ["limit"]),
        ("stage=bought&colour=red", ["colour", "stage"]),
        ("after=1041", ["after.0"]),
        ("after=" + "&after=".join(["customer:1"] * 11), ["after"]),
        ("owner=ann&owner=bob", ["owner"]),
        ("q=%00", ["q"]),
    ],
)
def test_every_wrong_parameter_is_named(api, query, named):
    response = api.get(f"{CUSTOMERS}?{query}")

    assert (response.status_code, fields(response)) == (400, named)


@pytest.mark.parametrize("query", ["", "source=analytics", "source=customer&after=-1"])
def test_a_feed_that_there_is_not_is_refused(api, query):
    assert api.get(f"/v1/events?{query}").status_code == 400


@pytest.mark.parametrize(
    "headers",
    [{"Idempotency-Key": "x" * 256}, {"If-Match": "7"}, {"If-Match": 'W/"7"'}],
)
def test_a_malformed_header_is_named(api, headers):
    response = api.post(CLAIM, headers=headers)

    assert (response.status_code, kind(response)) == (400, "malformed-header")
    assert fields(response) == list(headers)


def test_a_malformed_position_is_named(api):
    response = api.get(CUSTOMERS, headers={"X-Read-After": "soon"})

    assert (response.status_code, fields(response)) == (400, ["X-Read-After"])
