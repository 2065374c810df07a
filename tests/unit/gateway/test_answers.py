import json

import pytest

from gateway.answers import Page, Receipt, Receipted, Record, Text
from gateway.asked import Asked
from kernel.context import Context

ASKED = Asked(Context(), path="/v1/customers", ids={"customer_id": "42"})
RECEIPT = {"id": "7", "version": 3, "position": "customer:1041"}


def test_a_receipt_carries_its_version_as_etag():
    response = Receipted().respond(ASKED, RECEIPT)

    assert (response.status_code, response.get_json()) == (200, RECEIPT)
    assert response.headers["ETag"] == '"3"'
    assert "Location" not in response.headers


def test_what_is_created_says_where_it_lies():
    response = Receipted("/v1/customers/{id}").respond(ASKED, RECEIPT)

    assert (response.status_code, response.headers["Location"]) == (201, "/v1/customers/7")


def test_what_is_created_under_something_else_says_so_too():
    answer = Receipted("/v1/customers/{customer_id}/timeline")

    location = answer.respond(ASKED, RECEIPT).headers["Location"]
    assert location == "/v1/customers/42/timeline"


def test_what_a_command_tells_has_the_version_as_etag_if_any():
    assert Record(Receipt, versioned=True).respond(ASKED, RECEIPT).headers["ETag"] == '"3"'
    assert "ETag" not in Record(Receipt).respond(ASKED, RECEIPT).headers


def test_a_page_links_to_the_first_and_the_next_with_the_same_filters():
    asked = Asked(Context(), path="/v1/customers", arguments=(("q", "李 x"), ("cursor", "old")))

    link = Page(Receipt).respond(asked, {"items": [], "next": "a&b="}).headers["Link"]

    assert link == (
        '</v1/customers?q=%E6%9D%8E+x>; rel="first", '
        '</v1/customers?q=%E6%9D%8E+x&cursor=a%26b%3D>; rel="next"'
    )


def test_the_last_page_links_to_no_other():
    link = Page(Receipt).respond(ASKED, {"items": [], "next": None}).headers["Link"]

    assert link == '</v1/customers>; rel="first"'


def test_chinese_text_is_sent_as_it_is():
    response = Record(Receipt).respond(ASKED, {"name": "李伟"})

    assert response.get_data() == '{"name":"李伟"}'.encode()
    assert response.content_type == "application/json"


@pytest.mark.parametrize("value", [float("nan"), object(), "\ud800"])
def test_what_json_has_not_is_our_own_defect(value):
    with pytest.raises((ValueError, TypeError)):
        Record(Receipt).respond(ASKED, {"value": value})


def test_text_to_be_saved_is_named_after_its_path():
    asked = Asked(Context(), path="/v1/reports/workload.csv")

    response = Text("text/csv", lambda result: json.dumps(result).encode(), file=True).respond(
        asked, [1]
    )

    assert response.headers["Content-Disposition"] == 'attachment; filename="workload.csv"'
    assert response.get_data() == b"[1]"
