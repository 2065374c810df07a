"""What a client is told when a service refuses, is away or has a defect."""

import pytest

from kernel.refusal import (
    Forbidden,
    Indeterminate,
    Invalid,
    NotFound,
    Rejected,
    Reused,
    Stale,
    Unavailable,
)
from tests.integration.gateway.client import fields, kind
from tests.integration.gateway.stand_in import Defect

AT, KEPT = "2026-01-05T12:00:00+08:00", "2026-01-05T04:00:00Z"
REFUSALS = [
    (Invalid("invalid", errors=[{"field": "phones.0", "message": "must be one"}]), 400),
    (Forbidden("role-not-allowed", "only a manager may"), 403),
    (NotFound(what="customer", id="42"), 404),
    (Rejected("already-claimed", owner="bob", since=KEPT), 409),
    (Stale("stale", "changed", version=9), 412),
    (Reused("command-id-reused", "used"), 422),
    (Unavailable("busy", "too many", retry_after=3), 503),
    (Indeterminate("no-answer", "no answer"), 504),
]


@pytest.mark.parametrize(("refusal", "status"), REFUSALS)
def test_a_refusal_arrives_with_its_status_and_all_that_it_says(api, services, refusal, status):
    services.answer("claim", refusal)

    response = api.post("/v1/customers/42/claim")

    assert (response.status_code, kind(response)) == (status, refusal.slug)
    assert refusal.fields.items() <= response.json().items()


def test_what_may_work_later_says_when(api, services):
    services.answer("claim", Unavailable("busy", retry_after=3))

    assert api.post("/v1/customers/42/claim").headers["Retry-After"] == "3"


def test_a_service_s_own_finding_names_the_field(api, services):
    services.answer("register", REFUSALS[0][0])

    assert fields(api.post("/v1/customers", {"name": "Li", "phones": ["12"]})) == ["phones.0"]


def test_a_defect_behind_us_tells_nothing_of_itself(api, services):
    services.answer("claim", Defect())

    response = api.post("/v1/customers/42/claim")

    assert (response.status_code, kind(response)) == (500, "internal")


@pytest.mark.parametrize("nonsense", [None, {}, [], "x", {"id": 1}])
def test_an_answer_that_is_no_receipt_is_our_defect_not_the_client_s(api, services, nonsense):
    services.answer("claim", nonsense)

    response = api.post("/v1/customers/42/claim")

    assert (response.status_code, kind(response)) == (500, "internal")
    assert "Error" not in response.text
