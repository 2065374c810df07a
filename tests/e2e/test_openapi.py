"""What the API says about itself is true: real answers fit the schemas that describe them."""

import csv
from typing import Any
from uuid import uuid4

import pytest
import requests
from jsonschema import Draft202012Validator

from tests.e2e.api import Api
from tests.e2e.conftest import System

AMOUNT = {"amount": "19800.00", "currency": "CNY"}
NEXT = "2099-01-05T12:00:00+08:00"


@pytest.fixture(scope="module")
def ivy(system: System) -> Api:
    return Api(system.url, system.token("ivy", "manager"))


@pytest.fixture(scope="module")
def spec(ivy: Api) -> dict[str, Any]:
    return ivy.read("/openapi.json")


@pytest.fixture(scope="module")
def known(ivy: Api) -> dict[str, str]:
    """A customer and a deal with something in every field."""
    phone = f"139{uuid4().int % 10**8:08d}"
    customer = ivy.do("/v1/customers", {
        "name": "温州东方鞋业", "company": "东方", "phones": [phone, "0577-8888 8888转8001"],
        "emails": [f"{phone}@example.com"], "industry": "鞋", "source": "fair", "remark": "A\nB",
    })["id"]  # fmt: skip
    talk = {"channel": "visit", "outcome": "ok", "note": "x", "next_contact_at": NEXT,
            "needs": "n", "discussed": "d", "market_info": "m",
            "promises": [{"text": "p", "due_on": "2099-01-05"}]}  # fmt: skip
    talked = ivy.do(f"/v1/customers/{customer}/follow-ups", talk)
    told = ivy.read(f"/v1/follow-ups/{talked['id']}", talked["position"])
    deal = ivy.do("/v1/opportunities", {
        "customer_id": customer, "name": "D", "product": "P", "amount": AMOUNT,
        "expected_close": "2030-01-01", "stage": "engaging",
    })  # fmt: skip
    return {
        "customer_id": customer, "opportunity_id": deal["id"], "after": deal["position"],
        "follow_up_id": talked["id"], "commitment_id": told["promises"][0]["commitment_id"],
    }  # fmt: skip


def fits(spec: dict[str, Any], name: str, response: requests.Response) -> None:
    """The response is one of those that the operation announces, in status, kind and shape."""
    [operation] = [
        each for path in spec["paths"].values() for each in path.values()
        if each["operationId"] == name
    ]  # fmt: skip
    told = operation["responses"][str(response.status_code)]["content"]
    schema = told[response.headers["Content-Type"]]["schema"]
    checker = Draft202012Validator(
        {**spec, **schema}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    checker.validate(response.json())


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("find_customers", "/v1/customers"),
        ("read_customer", "/v1/customers/{customer_id}"),
        ("read_timeline", "/v1/customers/{customer_id}/timeline"),
        ("find_opportunities", "/v1/opportunities"),
        ("read_opportunity", "/v1/opportunities/{opportunity_id}"),
        ("show_board", "/v1/board"),
        ("find_follow_ups", "/v1/follow-ups"),
        ("read_follow_up", "/v1/follow-ups/{follow_up_id}"),
        ("find_commitments", "/v1/commitments"),
        ("read_commitment", "/v1/commitments/{commitment_id}"),
        ("read_events", "/v1/events?source=customer"),
        ("who_am_i", "/v1/me"),
        *(
            ("read_report", f"/v1/reports/{report}?by=person")
            for report in ("workload", "funnel", "win-rate", "won-value", "sales-cycle", "due")
        ),
    ],
)
def test_what_is_read_is_as_described(ivy, spec, known, name, path):
    after = "" if name in ("read_events", "who_am_i") else known["after"]
    response = ivy.get(path.format(**known), after)

    assert response.status_code == 200, response.text
    fits(spec, name, response)


@pytest.mark.parametrize(
    ("name", "path", "body"),
    [
        ("register_customer", "/v1/customers", {"name": ""}),
        ("register_customer", "/v1/customers", {"name": "Li", "phones": ["1"]}),
        ("claim_customer", "/v1/customers/nobody/claim", {}),
        ("open_opportunity", "/v1/opportunities", {"amount": 5}),
        ("log_follow_up", "/v1/customers/nobody/follow-ups", {"promises": [{"text": 5}]}),
        ("keep_commitment", "/v1/commitments/nobody/keep", {}),
    ],
)
def test_what_is_refused_is_as_described(ivy, spec, name, path, body):
    fits(spec, name, ivy.post(path, body))


def test_what_is_done_is_as_described(ivy, spec, known):
    path = f"/v1/opportunities/{known['opportunity_id']}/win"

    fits(spec, "win_opportunity", ivy.post(path, {}))


@pytest.mark.parametrize("report", ["workload", "funnel", "won-value"])
def test_a_report_is_also_a_table(ivy, known, report):
    response = ivy.get(f"/v1/reports/{report}.csv", known["after"], by="person")

    lines = list(csv.reader(response.content.decode("utf-8-sig").splitlines()))
    assert lines[0][0] == "person"
    assert lines[-1][0] == "total"
