"""Bad input, by HTTP alone: the right status, a problem that names the field, nothing written."""

from datetime import timedelta
from uuid import uuid4

import pytest
import requests

from tests.e2e.api import Api, nothing_written, slug
from tests.e2e.conftest import System
from tests.e2e.tokens import token

CUSTOMERS = "/v1/customers"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def sam(system: System) -> Api:
    return Api(system.url, system.token("sam", "sales"))


@pytest.fixture(autouse=True)
def nothing_is_written(boss: Api, held: dict[str, str]):
    with nothing_written(boss):
        yield


@pytest.fixture(scope="module")
def held(sam: Api) -> dict[str, str]:
    """A customer of Sam's: its receipt, and the phone that is taken by now."""
    phone = f"139{uuid4().int % 10**8:08d}"
    return sam.do(CUSTOMERS, {"name": "宁波远洋", "phones": [phone]}) | {"phone": phone}


def raw(api: Api, body: bytes, **headers: str) -> requests.Response:
    return api.session.post(api.url + CUSTOMERS, data=body, headers=JSON | headers, timeout=30)


def invalid(response: requests.Response, *named: str) -> None:
    """Refused for exactly these fields, each with words about it."""
    assert (response.status_code, slug(response)) == (400, "invalid"), response.text
    errors = response.json()["errors"]
    assert [error["field"] for error in errors] == list(named)
    assert all(error["message"] for error in errors)


def test_an_unknown_field_is_refused_by_name(sam):
    invalid(sam.post(CUSTOMERS, {"name": "Li", "telephone": "1"}), "telephone")


def test_a_wrong_type_is_refused_by_name(sam):
    invalid(sam.post(CUSTOMERS, {"name": 42, "phones": "138"}), "name", "phones")


def test_a_bad_phone_is_refused_by_its_place_in_the_list(sam):
    response = sam.post(CUSTOMERS, {"name": "Li", "phones": ["13800138000", "12"]})

    invalid(response, "phones.1")


def test_over_long_text_is_refused_with_the_limit(sam):
    response = sam.post(CUSTOMERS, {"name": "李" * 201})

    invalid(response, "name")
    assert "200" in response.json()["errors"][0]["message"]


def test_a_nul_byte_is_refused_by_name(sam):
    invalid(sam.post(CUSTOMERS, {"name": "Li\0Wei"}), "name")


def test_all_that_is_wrong_is_told_at_once(sam):
    response = sam.post(CUSTOMERS, {"name": "", "emails": [5], "phones": ["\0"], "zip": "1"})

    invalid(response, "emails.0", "name", "phones.0", "zip")


def test_ten_megabytes_are_refused(sam):
    response = raw(sam, b'{"name": "' + b"x" * 10_000_000 + b'"}')

    assert (response.status_code, slug(response)) == (413, "too-large")


def test_broken_json_is_refused_with_its_place(sam):
    response = raw(sam, b'{"name": "Li",\n "phones": ["1"')

    assert (response.status_code, slug(response)) == (400, "broken-json")
    assert response.json()["line"] == 2


def test_another_kind_of_body_is_refused(sam):
    response = raw(sam, b"name=Li", **{"Content-Type": "application/x-www-form-urlencoded"})

    assert (response.status_code, slug(response)) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("what", "body"),
    [("claim", {}), ("release", {"reason": "x"}), ("stage", {"to": "intent"}),
     ("follow-ups", {"channel": "phone", "outcome": "busy"})],
)  # fmt: skip
def test_an_unknown_id_is_not_found(sam, what, body):
    response = sam.post(f"{CUSTOMERS}/{uuid4()}/{what}", body)

    assert (response.status_code, slug(response)) == (404, "not-found")


def test_reading_an_unknown_id_is_not_found(sam):
    response = sam.get(f"{CUSTOMERS}/{uuid4()}")

    assert (response.status_code, slug(response)) == (404, "not-found")


def test_an_expired_token_is_refused(system):
    late = Api(system.url, token(system, "sam", "sales", timedelta(hours=-1)))

    response = late.post(CUSTOMERS, {"name": "Li"})

    assert (response.status_code, slug(response)) == (401, "token-expired")
    assert "invalid_token" in response.headers["WWW-Authenticate"]


def test_no_token_is_refused(system):
    response = Api(system.url, None).post(CUSTOMERS, {"name": "Li"})

    assert (response.status_code, slug(response)) == (401, "token-missing")


def test_a_forged_token_is_refused(system):
    forged = Api(system.url, system.token("sam", "sales")[:-3] + "AAA")

    response = forged.post(CUSTOMERS, {"name": "Li"})

    assert (response.status_code, slug(response)) == (401, "token-invalid")


def test_a_role_that_may_not_is_refused(sam, held):
    response = sam.post(f"{CUSTOMERS}/{held['id']}/assign", {"to": "sam"})

    assert (response.status_code, slug(response)) == (403, "role-not-allowed")


def test_who_may_is_told_where_a_role_may_not_at_all(sam):
    response = sam.post("/v1/fields", {"name": "预算", "kind": "text"})

    assert (response.status_code, slug(response)) == (403, "role-not-allowed")
    assert response.json()["allowed"] == ["manager", "admin"]


def test_a_duplicate_phone_is_refused_by_its_place(sam, held):
    response = sam.post(CUSTOMERS, {"name": "宁波远洋分公司", "phones": [held["phone"]]})

    assert (response.status_code, slug(response)) == (409, "duplicate")
    [duplicate] = response.json()["duplicates"]
    assert (duplicate["field"], duplicate["holder"]) == ("phones.0", held["id"])


def test_a_stale_if_match_is_refused_with_the_present_version(sam, held):
    response = sam.post(f"{CUSTOMERS}/{held['id']}/release", {"reason": "x"}, If_Match='"0"')

    assert (response.status_code, slug(response)) == (412, "stale")
    assert response.json()["version"] == held["version"]


def test_a_malformed_if_match_is_refused_by_name(sam, held):
    response = sam.post(f"{CUSTOMERS}/{held['id']}/release", {"reason": "x"}, If_Match="0")

    assert (response.status_code, slug(response)) == (400, "malformed-header")
    assert response.json()["errors"][0]["field"] == "If-Match"


def test_a_misspelt_filter_does_not_list_everything(sam):
    invalid(sam.get(CUSTOMERS, onwer="sam"), "onwer")
