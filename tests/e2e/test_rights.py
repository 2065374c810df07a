"""User by record by verb: what somebody may not see is not there, whatever they ask of it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, nothing_written, slug
from tests.e2e.company import CALL, HOLDERS, PEOPLE, REASON, SEEN, Company, Record, founded
from tests.e2e.conftest import System


@pytest.fixture(scope="module")
def company(system: System) -> Company:
    return founded(system)


CASES = [(who, kind) for kind in SEEN for who in PEOPLE]


@pytest.mark.parametrize(("who", "kind"), CASES)
def test_reading(company, who, kind):
    """Record, timeline, search, list and duplicates tell the same."""
    api, record = company.apis[who], company.records[kind]
    seen = who in SEEN[kind]
    archived = "true" if kind in ("archived", "put away") else "false"

    paths = (record.path, f"{record.path}/timeline")
    statuses = {api.get(path, company.after).status_code for path in paths}
    assert statuses == {200 if seen else 404}
    for query in ({"q": record.name}, {"q": record.phone}):
        found = [
            one["id"]
            for one in api.every("/v1/customers", after=company.after, archived=archived, **query)
        ]
        assert found == ([record.id] if seen else [])
    if archived == "false":
        told = api.post("/v1/customers/check", {"phones": [record.phone]}).json()
        [duplicate] = told["duplicates"]
        assert (duplicate["holder"] is not None) == seen
        [like] = [one for one in [duplicate] if "pool" in one or "owner" in one] or [None]
        assert (like is not None) == seen


@pytest.mark.parametrize(("who", "kind"), CASES)
def test_numbers(company, who, kind):
    api, record = company.apis[who], company.records[kind]
    if who not in SEEN[kind]:
        assert api.post(f"{record.path}/reveal").status_code == 404
        return
    told = api.read(record.path, company.after)
    holds = who == "boss" or (kind in ("held", "archived") and who in HOLDERS)
    assert told["masked"] != holds
    assert (record.phone in str(told)) == holds
    assert (record.phone in str(api.read(f"{record.path}/timeline"))) == holds
    archived = "true" if kind in ("archived", "put away") else "false"
    found = api.read("/v1/customers", q=record.phone[-7:], archived=archived)["items"]
    assert [one["id"] for one in found] == ([record.id] if holds else [])
    revealed = api.do(f"{record.path}/reveal")
    assert [one["written"] for one in revealed["phones"]] == [record.phone]
    happened = api.read(f"{record.path}/timeline", revealed["position"])["items"][0]
    looked = (happened["what"], happened["who"]) == ("PhonesRevealed", company.login(who))
    assert looked != holds


VERBS: dict[str, tuple[str, str, Any]] = {
    "edit": ("PATCH", "", {"level": "A"}),
    "contact": ("POST", "/contacts", {"name": "韩梅"}),
    "edit contact": ("PATCH", "/contacts/{contact}", {"role": "buyer"}),
    "primary contact": ("POST", "/contacts/{contact}/primary", {}),
    "remove contact": ("POST", "/contacts/{contact}/remove", {}),
    "take contacts": ("GET", "/contacts.vcf", None),
    "file": ("GET", "/files/nothing", None),
    "claim": ("POST", "/claim", {}),
    "release": ("POST", "/release", REASON),
    "assign": ("POST", "/assign", {"to": "nobody"}),
    "withdraw": ("POST", "/withdraw", REASON),
    "lock": ("POST", "/lock", REASON),
    "unlock": ("POST", "/unlock", {}),
    "archive": ("POST", "/archive", REASON),
    "restore": ("POST", "/restore", {}),
    "second owner": ("POST", "/second-owner", {"person": "nobody"}),
    "collaborator": ("POST", "/collaborators", {"person": "nobody"}),
    "no collaborator": ("POST", "/collaborators/remove", {"person": "nobody"}),
    "reveal": ("POST", "/reveal", {}),
    "follow-up": ("POST", "/follow-ups", CALL),
    "read talk": ("GET", "/v1/follow-ups/{talk}", None),
    "amend talk": ("PATCH", "/v1/follow-ups/{talk}", {"note": "x", **REASON}),
    "talk's file": ("GET", "/v1/follow-ups/{talk}/files/nothing", None),
    "remove talk's file": ("POST", "/v1/follow-ups/{talk}/files/nothing/remove", {}),
    "register": ("GET", "/v1/follow-ups?customer_id={id}", None),
    "promises": ("GET", "/v1/commitments?customer_id={id}", None),
    "read promise": ("GET", "/v1/commitments/{promise}", None),
    "keep": ("POST", "/v1/commitments/{promise}/keep", {}),
    "break": ("POST", "/v1/commitments/{promise}/break", REASON),
    "postpone": ("POST", "/v1/commitments/{promise}/postpone", {"due_on": "2099-02-03"}),
    "reassign": ("POST", "/v1/commitments/{promise}/reassign", {"to": "nobody"}),
    "quick log": ("POST", "/quick-log/9", {}),
    "close channels": ("PUT", "/do-not-contact", {"channels": ["fax"]}),
    "closed channels": ("GET", "/do-not-contact", None),
    "watch": ("POST", "/watch", {}),
    "unwatch": ("POST", "/unwatch", {}),
    "stage": ("POST", "/stage", {"to": "intent"}),
    "deal": ("POST", "deal", {"name": "tea"}),
}
# To give somebody's customer away is a lead's: the role is refused before anything is looked at.
ROLE_FIRST = {("assign", "held"), ("assign", "archived")}
# Whose it is, who was faster, may be told to who was in its public pool a moment ago.
TOLD_BY_CLAIM = {"held", "archived"}


def asked(api: Api, verb: str, record: Record) -> Any:
    method, path, body = VERBS[verb]
    if verb == "deal":
        return api.post("/v1/opportunities", body | {"customer_id": record.id})
    where = path.format(**vars(record))
    where = where if where.startswith("/v1/") else record.path + where
    return api.get(where) if method == "GET" else api.send(method, where, body, {})


@pytest.mark.parametrize("verb", VERBS)
def test_what_somebody_may_not_see_is_not_there_whatever_they_ask_of_it(company, verb):
    def statuses(who: str) -> dict[tuple[str, str], int]:
        return {
            (who, kind): asked(company.apis[who], verb, company.records[kind]).status_code
            for kind in SEEN
            if who not in SEEN[kind]
        }

    with nothing_written(company.root), ThreadPoolExecutor(len(PEOPLE)) as pool:
        found = {key: got for one in pool.map(statuses, PEOPLE) for key, got in one.items()}
    expected = {key: allowed(verb, key[1]) for key in found}
    assert found == expected


def allowed(verb: str, kind: str) -> int:
    if (verb, kind) in ROLE_FIRST:
        return 403
    return 409 if verb == "claim" and kind in TOLD_BY_CLAIM else 404


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_finds_what_is_not_there(company, verb):
    nothing = Record(str(uuid4()), "", "", "nobody")
    assert asked(company.apis["boss"], verb, nothing).status_code == 404


@pytest.mark.parametrize(
    "verb", ["edit", "contact", "follow-up", "quick log", "stage", "deal", "claim"]
)
@pytest.mark.parametrize("kind", ["archived", "put away"])
def test_nothing_is_done_with_what_is_archived(company, verb, kind):
    for who in SEEN[kind]:
        refused = asked(company.apis[who], verb, company.records[kind])
        assert (refused.status_code, slug(refused)) == (409, "archived"), who


SHARING = ("release", "archive", "second owner", "collaborator")


@pytest.mark.parametrize("verb", SHARING)
def test_who_shares_a_customer_does_not_give_it_away(company, verb):
    for who in ("second", "colleague", "lead"):
        refused = asked(company.apis[who], verb, company.records["held"])
        assert (refused.status_code, slug(refused)) == (403, "not-yours"), who


@pytest.mark.parametrize("who", sorted(HOLDERS | {"lead"}))
def test_who_sees_a_customer_works_on_it(company, who):
    for verb in ("edit", "follow-up", "deal"):
        answer = asked(company.apis[who], verb, company.records["held"])
        assert answer.status_code in (200, 201), (verb, answer.text)


@pytest.mark.parametrize("verb", ["follow-up", "stage", "deal"])
def test_what_lies_in_a_pool_is_to_be_claimed_first(company, verb):
    for who, kind in [("mate", "public"), ("member", "members")]:
        refused = asked(company.apis[who], verb, company.records[kind])
        assert (refused.status_code, slug(refused)) == (409, "in-pool"), who
