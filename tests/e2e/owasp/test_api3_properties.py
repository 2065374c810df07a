"""API3, broken object property level authorisation: nothing is set, nor told, beside what is meant.

Which fields a pool shows: tests/e2e/test_pools.py. Whose numbers are masked, and who revealed
them: test_rights.py. What a subscriber without personal data is told: test_subscribers.py.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import nothing_written
from tests.e2e.owasp.company import Company
from tests.e2e.owasp.operations import FORM, Operation

# What only we say of a thing, or somebody may not say of themselves.
OURS = ("id", "version", "position", "at", "by", "actor", "created_at", "owned_since", "active",
        "is_admin", "permissions", "seen_by", "command_id", "_id", "$set", "__proto__")  # fmt: skip
STREAM = "text/event-stream"


def bodies(company: Company) -> Iterator[tuple[Operation, dict[str, Any]]]:
    for one in company.spec.operations:
        for content in one.media.values():
            yield one, company.spec.shape(content["schema"])


def test_no_body_takes_what_it_does_not_name(company):
    lax = [
        one.name for one, shape in bodies(company) if shape.get("additionalProperties") is not False
    ]
    assert lax == []


def test_what_only_we_say_is_refused_by_name_from_the_highest_role_too(company):
    commands = [(one, shape) for one, shape in bodies(company) if FORM not in one.media]

    def told(pair: tuple[Operation, dict[str, Any]]) -> tuple[str, set[str]]:
        one, shape = pair
        sent = {name: "x" for name in OURS if name not in shape["properties"]}
        answer = company.root.send(one.method, one.where({}), sent, {})
        assert answer.status_code == 400, (one.name, answer.text)
        return one.name, set(sent) - {error["field"] for error in answer.json()["errors"]}

    with nothing_written(company.root), ThreadPoolExecutor(4) as pool:
        answers = dict(pool.map(told, commands))
    assert {name: taken for name, taken in answers.items() if taken} == {}
    assert len(answers) > 100


@pytest.mark.parametrize("field", ["owner", "second_owner", "stage", "pool"])
def test_an_edit_hands_nothing_over(company, field):
    """Each of them has a command of its own, with rules of its own."""
    path = f"/v1/customers/{company.ids['customer_id']}"
    refused = company.ann.patch(path, {field: company.logins["stranger"]})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, field)


def test_nobody_raises_themselves(company):
    me = company.logins["ann"]
    for verb, body in {"role": {"role": "admin"}, "visibility": {"visibility": "all"}}.items():
        assert company.ann.post(f"/v1/people/{me}/{verb}", body).status_code == 403
    assert company.ann.post("/v1/customers", {"name": "x", "role": "admin"}).status_code == 400
    assert company.ann.read("/v1/me")["role"] == "sales"


def test_a_masked_number_stands_in_no_answer_whatever(company):
    """Of a customer in a public pool, whom everybody sees and nobody holds: every read there is."""
    phone = f"171{uuid4().int % 10**8:08d}"
    made = company.root.do("/v1/customers", {
        "name": f"Zm{uuid4().hex[:8]}", "phones": [phone], "pool": "public", "remark": "tea",
    })  # fmt: skip
    path = f"/v1/customers/{made['id']}"
    other = company.root.do(f"{path}/contacts", {"name": "王刚", "phones": [phone[:-1] + "7"]})
    talk = {"channel": "phone", "outcome": "reached", "note": "x"}
    said = company.root.do(f"{path}/follow-ups", talk)
    ids = company.ids | {"customer_id": made["id"], "contact_id": other["id"],
                         "follow_up_id": said["id"]}  # fmt: skip
    seen = company.stranger.read(path, other["position"])
    assert seen["masked"]
    reads = [one for one in company.spec.operations if listened(one)]

    def told(one: Operation) -> str:
        return company.spec.ask(company.stranger, one, ids, {}).text

    with ThreadPoolExecutor(4) as pool:
        answers = dict(zip((one.name for one in reads), pool.map(told, reads), strict=True))
    answers["check"] = company.stranger.post("/v1/customers/check", {"name": seen["name"]}).text
    answers["claimed by another"] = company.stranger.get("/v1/customers", q=seen["name"]).text
    assert [name for name, text in answers.items() if written(phone[:-1], text)] == []
    assert sum(made["id"] in text for text in answers.values()) > 3
    assert written(phone[:-1], company.boss.get(path).text)


def listened(one: Operation) -> bool:
    """A read that ends by itself, and is for salespeople."""
    return one.method == "GET" and "sales" in one.roles and STREAM not in str(one.told)


def written(digits: str, text: str) -> bool:
    """However it is spelled: with blanks, dashes or a country before it."""
    return digits in text.replace(" ", "").replace("-", "")
