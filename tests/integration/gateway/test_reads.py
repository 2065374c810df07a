from urllib.parse import quote

import pytest

from kernel.refusal import Indeterminate, Unavailable
from tests.integration.gateway.client import fields, kind

CUSTOMER = {"id": "42", "version": 7, "name": "李伟"}
REPORT = {
    "report": "won-value", "by": "person", "from": None, "to": None, "total": {"count": 1},
    "rows": [{"key": "=cmd()", "count": 1}],
}  # fmt: skip

# path, the method that it calls, its arguments
READS = [
    ("/v1/customers", "customers", {}),
    ("/v1/customers?q=%E6%9D%8E&owner=ann&pool=p&stage=won&contact_status=followed_up&due=today"
     "&sort=-name&limit=5", "customers",
     {"q": "李", "owner": "ann", "pool": "p", "stage": "won", "contact_status": "followed_up",
      "due": "today", "sort": "-name", "limit": 5}),
    ("/v1/customers/42", "customer", {"customer_id": "42"}),
    ("/v1/customers/42/timeline?limit=5", "timeline", {"customer_id": "42", "limit": 5}),
    ("/v1/opportunities?stage=won&customer_id=42", "opportunities",
     {"stage": "won", "customer_id": "42"}),
    ("/v1/opportunities/7", "opportunity", {"opportunity_id": "7"}),
    ("/v1/board?owner=ann", "board", {"owner": "ann"}),
    ("/v1/reports/win-rate?from=2017-01-01&to=2017-12-31&by=quarter", "report",
     {"name": "win-rate", "from_": "2017-01-01", "to": "2017-12-31", "by": "quarter"}),
    ("/v1/reports/win-rate.csv?by=person", "report", {"name": "win-rate", "by": "person"}),
]  # fmt: skip


@pytest.fixture(autouse=True)
def analytics(services):
    page = {"items": [CUSTOMER], "next": None}
    services.told |= dict.fromkeys(("customers", "timeline", "opportunities"), page)
    services.told |= dict.fromkeys(("customer", "opportunity"), CUSTOMER)
    services.told |= {"board": {"columns": []}, "report": REPORT}


@pytest.mark.parametrize(("path", "method", "arguments"), READS)
def test_a_read_reaches_analytics_as_it_was_meant(api, services, path, method, arguments):
    response = api.get(path)

    [request] = services.asked
    assert response.status_code == 200
    assert (request.method, request.args) == (method, {"after": None, **arguments})


@pytest.mark.parametrize(("path", "method", "arguments"), READS)
def test_every_read_can_wait_for_what_has_been_written(api, services, path, method, arguments):
    api.get(path, headers={"X-Read-After": "customer:1041,pipeline:7"})

    assert services.asked[0].args["after"] == ["customer:1041", "pipeline:7"]


def test_a_read_is_made_on_behalf_of_the_asker(api, services):
    with api.speaking_for("bob", "sales") as bob:
        bob.get("/v1/customers")

    assert (services.asked[0].context.actor, services.asked[0].context.role) == ("bob", "sales")


def test_a_read_that_is_not_yet_possible_says_when_to_ask_again(api, services):
    services.answer("customer", Unavailable("not-yet", "not there yet", retry_after=1))

    response = api.get("/v1/customers/42?after=customer:1041")

    assert (response.status_code, kind(response)) == (503, "not-yet")
    assert response.headers["Retry-After"] == "1"


def test_a_read_without_answer_has_changed_nothing_and_says_so(api, services):
    services.answer("customer", Indeterminate("no-answer", "it may yet be done"))

    response = api.get("/v1/customers/42")

    assert (response.status_code, kind(response)) == (503, "too-slow")


def test_one_customer_has_the_etag_that_if_match_compares(api):
    read = api.get("/v1/customers/42")
    tag = read.headers["ETag"]

    assert tag.startswith('"7.')
    again = api.get("/v1/customers/42", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)


def test_a_page_names_the_next_in_its_body_and_in_link(api, services):
    services.answer("customers", {"items": [], "next": "c+2"})

    response = api.get("/v1/customers?q=%E6%9D%8E")

    following = response.json()["next"]
    assert following.startswith("c+2.")
    link = f"/v1/customers?q=%E6%9D%8E&cursor={quote(following)}"
    assert response.links["next"]["url"] == link
    assert response.links["first"]["url"] == "/v1/customers?q=%E6%9D%8E"
    api.get(link)
    assert services.asked[-1].args["cursor"] == "c+2"


def test_a_cursor_that_nobody_was_given_reaches_no_service(api, services):
    refused = api.get("/v1/customers?q=%E6%9D%8E&cursor=c1")

    assert (refused.status_code, fields(refused)) == (400, ["cursor"])
    assert services.asked == []


def test_a_report_opens_in_a_spreadsheet_without_running_anything(api):
    response = api.get("/v1/reports/won-value.csv?by=person")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="won-value.csv"'
    assert response.content == (
        b'\xef\xbb\xbf"person","count"\r\n"\'=cmd()","1"\r\n"total","1"\r\n'
    )


def test_the_feed_is_that_of_the_source_s_own_service(api, services):
    page = {"events": [], "next": 7, "head": 9}
    services.answer("feed", page)

    response = api.get("/v1/events?source=pipeline&after=5&types=OpportunityWon,OpportunityLost")

    assert response.json() == page
    assert services.asked[0].args == {
        "after": 5, "limit": 100, "types": ["OpportunityWon", "OpportunityLost"],
    }  # fmt: skip


def test_the_feed_begins_at_the_beginning(api, services):
    services.answer("feed", {"events": [], "next": 0, "head": 0})

    api.get("/v1/events?source=customer")

    assert services.asked[0].args == {"after": 0, "limit": 100, "types": None}


def test_who_am_i_is_answered_by_the_gateway_alone(api, services):
    told = api.get("/v1/me").json()

    assert (told["user"], told["role"], told["visibility"]) == ("ann", "manager", "all")
    assert services.asked == []


def test_head_answers_like_get_without_a_body(api):
    response = api.send("HEAD", "/v1/customers/42")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"].startswith('"7.')
