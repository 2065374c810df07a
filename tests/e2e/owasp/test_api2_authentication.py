"""API2, broken authentication: tokens and keys that look right and are not.

Each forgery alone: tests/unit/gateway/test_token_attacks.py, test_tokens.py, test_api_key.py.
Guessing has to wait, copied refresh tokens, signing out: tests/e2e/test_signing_in.py.
"""

import base64
import json
import secrets
from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.keys import jwk
from tests.e2e.api import Api, eventually, nothing_written, slug
from tests.e2e.conftest import System
from tests.e2e.tokens import claims, ring, token

PAST = timedelta(hours=-1)
STRANGE = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
ADMIN = claims("operator", "admin")


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def named(system: System, **said: str) -> dict[str, str]:
    return {"typ": "at+jwt", "kid": ring(system).id} | said


def strange(system: System, **said: object) -> str:
    head = {**named(system), **said}
    return jwt.encode(ADMIN, STRANGE, "EdDSA", headers=head)


def swapped(system: System) -> str:
    head, _, signature = token(system, "ann", "sales").split(".")
    return f"{head}.{part(ADMIN)}.{signature}"


FORGED = {
    "no algorithm": lambda s: f"{part(named(s, alg='none'))}.{part(ADMIN)}.",
    "public key as secret": lambda s: jwt.encode(
        ADMIN, jwk(ring(s).private.public_key())["x"], "HS256", headers=named(s)
    ),
    "another key": strange,
    "a key of its own": lambda s: strange(s, jwk=jwk(STRANGE.public_key())),
    "a key elsewhere": lambda s: strange(s, jku="https://evil.example/keys", x5u="x"),
    "a path as key": lambda s: strange(s, kid="../../../dev/null"),
    "a query as key": lambda s: strange(s, kid="' UNION SELECT 'x"),
    "other claims": swapped,
    "expired": lambda s: token(s, "operator", "admin", PAST),
    "for somebody else": lambda s: token(s, "operator", "admin", aud="erp"),
    "of another kind": lambda s: ring(s).sign(ADMIN, typ="rt+jwt"),
    "a role there is not": lambda s: token(s, "operator", "root"),
    "a key of a program": lambda s: f"gx_{uuid4().hex}_{secrets.token_urlsafe(32)}",
    "nonsense": lambda s: "a.b.c",
}


@pytest.mark.filterwarnings("ignore:The HMAC key is")
@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_token_opens_nothing(system, company, forgery):
    forger = Api(system.url, FORGED[forgery](system))
    with nothing_written(company.root):
        answers = [forger.get("/v1/people"), forger.post("/v1/people", {"login": "x"})]
    for answer in answers:
        assert answer.status_code == 401
        assert "Bearer" in answer.headers["WWW-Authenticate"]
        assert "operator" not in answer.text


def test_a_good_token_opens_what_its_forgeries_did_not(system):
    assert Api(system.url, token(system, "operator", "admin")).get("/v1/people").status_code == 200


@pytest.mark.parametrize("header", ["Basic YWRtaW46YWRtaW4=", "Bearer", "Bearer a b", "Token x"])
def test_who_shows_something_else_than_a_token_is_told_what_to_show(system, header):
    api = Api(system.url, None)
    answer = api.session.get(f"{api.url}/v1/me", headers={"Authorization": header}, timeout=30)
    assert (answer.status_code, slug(answer)) == (401, "token-invalid")


def test_a_token_in_an_address_or_a_cookie_is_none(system):
    """Addresses stand in logs and histories; a cookie is sent by whatever page asks."""
    good = token(system, "operator", "admin")
    api = Api(system.url, None)
    for name in ("access_token", "token", "Authorization"):
        assert api.get("/v1/people", **{name: good}).status_code == 401
        told = api.session.get(f"{api.url}/v1/people", cookies={name: good}, timeout=30)
        assert told.status_code == 401


def test_who_has_left_is_outside_with_a_token_that_is_good_for_hours(system, company):
    login = f"left.{uuid4().hex[:6]}"
    company.root.do("/v1/people", {"login": login, "role": "manager"})
    left = Api(system.url, token(system, login, "admin"))
    assert left.get("/v1/people").status_code == 200
    company.root.do(f"/v1/people/{login}/deactivate", {"reason": "left"})
    refused = eventually(lambda: left.get("/v1/people"), lambda one: one.status_code == 401)
    assert slug(refused) == "account-deactivated"


def test_only_what_is_public_of_the_keys_is_published(system):
    for key in Api(system.url, None).read("/.well-known/jwks.json")["keys"]:
        assert set(key) == {"crv", "kty", "x", "kid", "alg", "use"}
