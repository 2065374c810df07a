"""Who is counted by which limits."""

from datetime import UTC, datetime

import pytest
from werkzeug import Request
from werkzeug.test import EnvironBuilder

from gateway.limits import Limits, Policy
from gateway.metering import TOLD, meter, names, principal
from gateway.problems import TooMany, problem
from gateway.service import ROUTES
from gateway.tokens import Caller, Unauthorised, issue
from tests.unit.gateway.requests import ask, question

ANN = Caller("ann", "sales", datetime.now(UTC), session="s1")
SCRIPT = Caller("ann", "sales", datetime.now(UTC))
ERP = Caller("api-key/erp", "manager", datetime.now(UTC), program=True)
DEAR = {
    "queries": {
        "ask_query", "ask_saved_query", "explain_query", "explain_saved_query", "read_report",
        "find_customers_behind", "find_deals_behind", "find_deeds", "simulate_pool_rules",
    },
    "exports": {
        "ask_query_csv", "ask_query_png", "ask_query_svg", "ask_query_xlsx", "download_file",
        "download_follow_up_file", "download_follow_ups", "download_query_csv",
        "download_query_xlsx", "download_rejects", "download_report", "download_report_xlsx",
        "download_template", "download_workbook", "draw_query_png", "draw_query_svg",
        "draw_report_png", "draw_report_svg",
    },
    "imports": {
        "attach_file", "attach_follow_up_file", "import_calendar", "load_opportunities",
        "look_at_file", "request_import",
    },
    "checks": {"check_customer"},
}  # fmt: skip


def request(address="192.0.2.7"):
    return Request(EnvironBuilder("/").get_environ() | {"REMOTE_ADDR": address})


def test_a_program_is_let_work_more_than_a_person():
    route = ROUTES["who_am_i"]
    assert names(route, ANN) == ("people",)
    assert names(route, ERP) == names(route, SCRIPT) == ("programs",)
    assert names(route, None) == ("addresses",)


def test_what_is_dear_is_counted_apart():
    found = {policy: {name for name, route in ROUTES.items() if policy in names(route, ANN)}
             for policy in DEAR}  # fmt: skip
    assert all(DEAR[policy] <= found[policy] for policy in DEAR), found
    assert not found["queries"] & {"keep_query", "list_queries", "share_query", "find_facts"}
    assert names(ROUTES["ask_query"], ERP) == ("programs", "queries")


def test_signing_in_has_rules_of_its_own():
    free = {name for name, route in ROUTES.items() if not names(route, None)}
    assert free == {"sign_in", "open_session", "refresh"}


def test_nobody_is_counted_as_somebody_else():
    everybody = [ANN, ERP, None, Caller("192.0.2.7", "sales", datetime.now(UTC))]
    assert len({principal(request(), one) for one in everybody}) == len(everybody)
    near = {principal(request(one), None) for one in ("2001:db8::1", "2001:db8::2")}
    assert len(near) == 1


@pytest.fixture
def count():
    return meter(question(), Limits({"programs": Policy("programs", 2, 60),
                                     "addresses": Policy("addresses", 1, 60)}))  # fmt: skip


def test_one_too_many_is_told_when_to_come_back_and_what_to_do(count):
    asked = request()
    for _ in range(2):
        count(asked, SCRIPT)
    with pytest.raises(TooMany) as caught:
        count(asked, SCRIPT)

    told = problem(caught.value, "r1")
    assert told.status == 429
    assert told.headers["Retry-After"] == "60"
    assert (told.document["policy"], told.document["quota"]) == ("programs", 2)
    assert "/v1/imports" in told.document["detail"]
    assert asked.environ[TOLD]["RateLimit"] == '"programs";r=0;t=60'


def test_who_sends_a_bad_token_is_counted_by_where_they_are(count):
    forged = {"Authorization": f"Bearer {issue('ann', 'sales')}x"}
    with pytest.raises(Unauthorised):
        ask(question(), headers=forged, count=count)
    with pytest.raises(TooMany):
        ask(question(), headers=forged, count=count)
    ask(question(), count=count)  # ann herself is counted apart


def test_who_is_refused_is_counted_too(count):
    stranger = question(roles=("admin",))
    for _ in range(2):
        with pytest.raises(Exception, match="signed in as sales"):
            ask(stranger, count=count)
    with pytest.raises(TooMany):
        ask(stranger, count=count)
