import re

import pytest

from kernel.refusal import (
    Invalid,
    Unavailable,
)
from tests.integration.gateway.client import fields
from tests.integration.gateway.stand_in import RECEIPT

MONEY = {"amount": "1250.00", "currency": "CNY"}
AT, KEPT = "2026-01-05T12:00:00+08:00", "2026-01-05T04:00:00Z"
# path, body, the method that it calls, its arguments
COMMANDS = [
    ("/v1/customers", {"name": "Li", "phones": ["138 0013 8000"]},
     "register", {"name": "Li", "phones": ["138 0013 8000"]}),
    ("/v1/customers/42/claim", None, "claim", {"customer_id": "42", "expected": None}),
    ("/v1/customers/42/release", {"reason": "no budget", "pool": "north"},
     "release", {"customer_id": "42", "reason": "no budget", "pool": "north", "expected": None}),
    ("/v1/customers/42/assign", {"to": "bob"},
     "assign", {"customer_id": "42", "to": "bob", "expected": None}),
    ("/v1/customers/42/withdraw", {"reason": "no budget"},
     "withdraw", {"customer_id": "42", "reason": "no budget", "expected": None}),
    ("/v1/customers/42/lock", {"reason": "in court", "until": AT},
     "lock", {"customer_id": "42", "reason": "in court", "until": KEPT, "expected": None}),
    ("/v1/customers/42/unlock", None, "unlock", {"customer_id": "42", "expected": None}),
    ("/v1/pools", {"id": "north", "name": "North"},
     "open_pool", {"pool_id": "north", "name": "North"}),
    ("/v1/pools/north/rename", {"name": "N"},
     "rename_pool", {"pool_id": "north", "name": "N", "expected": None}),
    ("/v1/pools/north/members", {"everybody": True},
     "set_pool_members", {"pool_id": "north", "everybody": True, "expected": None}),
    ("/v1/pools/north/admins", {"admins": ["bob"]},
     "set_pool_admins", {"pool_id": "north", "admins": ["bob"], "expected": None}),
    ("/v1/pools/north/shown", {"shown": ["company"]},
     "show_pool_fields", {"pool_id": "north", "shown": ["company"], "expected": None}),
    ("/v1/pools/north/rules", {"rules": [{"name": "all", "claims_per_day": 3}]},
     "set_pool_rules",
     {"pool_id": "north", "rules": [{"name": "all", "claims_per_day": 3}], "expected": None}),
    ("/v1/pools/north/close", None, "close_pool", {"pool_id": "north", "expected": None}),
    ("/v1/customers/42/stage", {"to": "intent", "was": "claimed"},
     "stage", {"customer_id": "42", "to": "intent", "was": "claimed"}),
    ("/v1/customers/42/follow-ups", {"channel": "phone", "outcome": "busy", "next_contact_at": AT},
     "log_follow_up",
     {"customer_id": "42", "channel": "phone", "outcome": "busy", "next_contact_at": KEPT}),
    ("/v1/customers/42/follow-ups",
     {"channel": "visit", "outcome": "ok", "needs": "a\nb", "contacts": ["k1"],
      "promises": [{"text": "a sample", "due_on": "2026-03-01", "owner": None}],
      "new_opportunity": {"name": "Wheels", "amount": MONEY}},
     "log_follow_up",
     {"customer_id": "42", "channel": "visit", "outcome": "ok", "needs": "a\nb",
      "contacts": ["k1"], "promises": [{"text": "a sample", "due_on": "2026-03-01"}],
      "new_opportunity": {"name": "Wheels", "amount": MONEY}}),
    ("/v1/follow-ups/7/files/9/remove", None,
     "remove_file", {"follow_up_id": "7", "file_id": "9"}),
    ("/v1/commitments/7/keep", {"note": "by courier"},
     "keep_commitment", {"commitment_id": "7", "note": "by courier"}),
    ("/v1/commitments/7/break", {"reason": "out of stock"},
     "break_commitment", {"commitment_id": "7", "reason": "out of stock"}),
    ("/v1/commitments/7/postpone", {"due_on": "2026-03-01"},
     "postpone_commitment", {"commitment_id": "7", "due_on": "2026-03-01"}),
    ("/v1/commitments/7/reassign", {"to": "bob"},
     "reassign_commitment", {"commitment_id": "7", "to": "bob"}),
    ("/v1/customers/42/quick-log/3", None,
     "quick_log", {"customer_id": "42", "key": "3", "teams": []}),
    ("/v1/customers/42/quick-log/F2", {"note": "busy", "contact_id": "7", "next_contact_at": AT},
     "quick_log",
     {"customer_id": "42", "key": "F2", "teams": [], "note": "busy", "contact_id": "7",
      "next_contact_at": KEPT}),
    ("/v1/quick-logs/3/retire", {"scope": "company"},
     "retire_quick_log", {"key": "3", "scope": "company", "expected": None}),
    ("/v1/opportunities", {"name": "Wheels", "amount": MONEY, "expected_close": "2026-03-01"},
     "open_opportunity", {"name": "Wheels", "amount": MONEY, "expected_close": "2026-03-01"}),
    ("/v1/opportunities/7/stage", {"to": "engaging", "at": AT},
     "change_stage", {"opportunity_id": "7", "to": "engaging", "at": KEPT, "expected": None}),
    ("/v1/opportunities/7/win", {"amount": MONEY},
     "win", {"opportunity_id": "7", "amount": MONEY, "expected": None}),
    ("/v1/opportunities/7/lose", {"reason": "price"},
     "lose", {"opportunity_id": "7", "reason": "price", "expected": None}),
]  # fmt: skip
CONDITIONAL = [path for path, *_, arguments in COMMANDS if "expected" in arguments]


@pytest.mark.parametrize(("path", "body", "method", "arguments"), COMMANDS)
def test_a_command_reaches_its_service_as_it_was_meant(
    api, services, path, body, method, arguments
):
    response = api.post(path, body)

    [request] = services.asked
    assert (request.method, request.args) == (method, arguments)
    assert response.json() == RECEIPT
    assert response.headers["ETag"] == '"3"'


def test_each_row_of_a_batch_is_told_what_it_would_be_told_by_itself(api, services):
    refusal = {"refusal": "Rejected", "slug": "locked", "detail": "ask", "fields": {"until": KEPT}}
    done = {"id": "1", "ok": True, "version": 3, "position": "customer:7"}
    answer = {"items": [done, {"id": "2", "ok": False, "problem": refusal}]}
    services.answer("claim_many", answer | {"position": "customer:7"})

    response = api.post("/v1/customers/claim", {"ids": ["1", "2"]})

    told = response.json()
    assert (response.status_code, told["position"]) == (200, "customer:7")
    assert told["items"][0] == done
    problem = told["items"][1]["problem"]
    assert (problem["status"], problem["until"]) == (409, KEPT)
    assert problem["type"].endswith("/locked")


@pytest.mark.parametrize(
    ("path", "body", "location"),
    [
        ("/v1/customers", {"name": "Li"}, "/v1/customers/42"),
        ("/v1/opportunities", {"name": "Wheels"}, "/v1/opportunities/42"),
        ("/v1/customers/9/follow-ups", {"channel": "phone", "outcome": "busy"},
         "/v1/follow-ups/42"),
        ("/v1/customers/9/quick-log/3", None, "/v1/customers/9/timeline"),
    ],
)  # fmt: skip
def test_what_is_created_is_answered_with_its_place(api, path, body, location):
    response = api.post(path, body)

    assert (response.status_code, response.headers["Location"]) == (201, location)


def test_a_command_carries_who_wants_it_and_why(api, services):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    response = api.post(
        "/v1/customers/42/claim", headers={"X-Request-Id": "call-7", "Traceparent": trace}
    )

    context = services.asked[0].context
    assert (context.actor, context.role) == ("ann", "manager")
    assert (context.correlation_id, context.traceparent) == ("call-7", trace)
    assert response.headers["X-Request-Id"] == "call-7"


@pytest.mark.parametrize("sent", ["", "a b", "x" * 129, "<script>"])
def test_a_request_id_that_cannot_be_kept_is_replaced(api, services, sent):
    response = api.post("/v1/customers/42/claim", headers={"X-Request-Id": sent})

    assert re.fullmatch("[0-9a-f-]{36}", response.headers["X-Request-Id"])


def test_a_repeated_command_has_the_same_id_and_fingerprint(api, services):
    for _ in range(2):
        api.post("/v1/customers", {"name": "Li"}, headers={"Idempotency-Key": "k1"})

    first, again = (request.context for request in services.asked)
    assert first.command_id == again.command_id
    assert first.fingerprint == again.fingerprint


def test_the_same_key_of_another_person_is_another_command(api, services):
    with api.speaking_for("bob", "manager") as bob:
        for client in (api, bob):
            client.post("/v1/customers", {"name": "Li"}, headers={"Idempotency-Key": "k1"})

    anns, bobs = (request.context.command_id for request in services.asked)
    assert anns != bobs


def test_another_body_under_the_same_key_has_another_fingerprint(api, services):
    for name in ("Li", "Wu"):
        api.post("/v1/customers", {"name": name}, headers={"Idempotency-Key": "k1"})

    li, wu = (request.context for request in services.asked)
    assert li.command_id == wu.command_id
    assert li.fingerprint != wu.fingerprint


@pytest.mark.parametrize("path", CONDITIONAL)
def test_if_match_is_compared_where_the_decision_is_made(api, services, path):
    [body] = [body for known, body, *_ in COMMANDS if known == path]

    api.post(path, body, headers={"If-Match": '"7"'})

    assert services.asked[0].args["expected"] == 7


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/v1/customers/42", {"name": "Li"}),
        ("PATCH", "/v1/itineraries/2026-W02/visits/7", {"goal": "sample"}),
        ("PUT", "/v1/customers/42/do-not-contact", {"channels": ["phone"]}),
        ("PUT", "/v1/calling-hours", {}),
    ],
)
def test_an_edit_is_held_to_the_version_that_it_names(api, services, method, path, body):
    strict = {"Prefer": "handling=strict"}
    unsaid = api.send(method, path, json=body, headers=strict)
    assert (unsaid.status_code, services.asked) == (428, [])

    api.send(method, path, json=body, headers=strict | {"If-Match": '"7"'})

    assert services.asked[0].args["expected"] == 7


def test_a_list_that_cannot_be_read_is_refused_before_the_key_is_written(api, services):
    errors = [{"field": "due", "message": "is today"}]
    services.answer("customers", Invalid("invalid", "due: is today", errors=errors))

    refused = api.post("/v1/customers/42/quick-log/1", {"next_of": {"due": "banana"}})

    assert (refused.status_code, fields(refused)) == (400, ["next_of.due"])
    assert [request.method for request in services.asked] == ["customers"]


@pytest.mark.parametrize("said", [{"next_of": {"due": "today"}}, {"call_list": "l1"}])
def test_a_key_that_is_written_is_told_as_written_though_the_list_is_behind(api, services, said):
    for method in ("customers", "to_call"):
        services.answer(method, Unavailable("not-yet", "the lists are behind", retry_after=1))

    made = api.post("/v1/customers/42/quick-log/1", said)

    assert (made.status_code, made.json()["next"]) == (201, None)
    assert "the lists are behind" in made.json()["next_unknown"]
