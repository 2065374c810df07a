"""Programs call with keys of their own over HTTP."""

from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, slug
from tests.e2e.conftest import System
from tests.e2e.staff import hired
from tests.e2e.tokens import token


@pytest.fixture
def root(system: System) -> Api:
    return Api(system.url, system.token("operator", "admin"))


def issued(root: Api, **how: str) -> dict[str, str]:
    return root.do("/v1/api-keys", {"name": "erp", "role": "manager", **how})


def test_a_program_is_let_in_at_once_and_out_soon(system, root):
    made = issued(root)
    program = Api(system.url, made["key"])

    me = program.read("/v1/me")
    assert (me["user"], me["role"]) == ("api-key/erp", "manager")
    assert program.read("/v1/events", source="gateway", types="ApiKeyIssued", limit=1000)["events"]

    root.do(f"/v1/api-keys/{made['id']}/revoke")
    refused = eventually(lambda: program.get("/v1/me"), lambda one: one.status_code == 401)
    assert slug(refused) == "api-key-invalid"


def test_the_key_is_told_once(root):
    key = uuid4().hex
    body = {"name": "erp", "role": "sales"}
    first = root.post("/v1/api-keys", body, Idempotency_Key=key)
    again = root.post("/v1/api-keys", body, Idempotency_Key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json() | {"key": None}
    shown = next(
        one for one in root.read("/v1/api-keys")["items"] if one["id"] == again.json()["id"]
    )
    assert set(shown) == {
        "id", "name", "role", "access", "events", "personal", "pins", "expires_at", "by", "at",
    }  # fmt: skip
    secret = first.json()["key"].rpartition("_")[2]
    assert secret not in root.get("/v1/events?source=gateway&limit=1000").text


def test_a_key_for_reading_writes_nothing(system, root):
    program = Api(system.url, issued(root, access="read")["key"])

    assert program.get("/v1/people").status_code == 200
    refused = program.post("/v1/customers", {"name": "茶行"})
    assert (refused.status_code, slug(refused)) == (403, "read-only")


def test_a_program_makes_no_keys_gives_no_passwords_and_raises_nobody(system, root):
    program = Api(system.url, issued(root, role="admin")["key"])
    person = {"login": f"lin.{uuid4().hex[:8]}", "role": "sales"}
    program.do("/v1/people", person)

    for path, body in {
        "/v1/api-keys": {"name": "more", "role": "admin"},
        f"/v1/people/{person['login']}/password": {"password": "river under the bridge"},
        f"/v1/people/{person['login']}/role": {"role": "admin"},
        f"/v1/people/{person['login']}/visibility": {"visibility": "all"},
        f"/v1/people/{person['login']}/reactivate": {},
        "/v1/people": {"login": f"second.{uuid4().hex[:8]}", "role": "admin"},
    }.items():
        refused = program.post(path, body)
        assert (refused.status_code, slug(refused)) == (403, "not-for-programs")
    assert slug(program.post("/v1/sign-out")) == "no-session"


def test_who_lets_somebody_go_is_told_of_the_keys_they_leave(system, root):
    login = f"left.{uuid4().hex[:8]}"
    hired(system, f"stays.{login}", "admin")  # there is always one
    root.do("/v1/people", {"login": login, "role": "admin"})
    made = issued(Api(system.url, token(system, login, "admin")), role="admin")

    demoted = root.do(f"/v1/people/{login}/role", {"role": "sales"})
    gone = root.do(f"/v1/people/{login}/deactivate", {"reason": "left"})

    assert [key["id"] for key in demoted["api_keys"]] == [made["id"]]
    assert gone["api_keys"] == demoted["api_keys"]


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"name": "ERP Main"}, "name"),
        ({"role": "root"}, "role"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "2150-01-01T00:00:00Z"}, "expires_at"),
    ],
)
def test_what_makes_no_key_is_named(root, how, field):
    refused = root.post("/v1/api-keys", {"name": "erp", "role": "sales", **how})
    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == [field]
