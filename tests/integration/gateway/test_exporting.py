"""Whole lists over real HTTP: what breaks off is noticed by who reads it."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
import requests

from kernel.refusal import Invalid, Unavailable
from tests.integration.gateway.client import kind

PATH = "/v1/customers/export"
POSITIONS = ["activity:0", "customer:7", "pipeline:2"]
ROWS = [{"id": f"c{number}", "name": "客户" * 50, "fields": []} for number in range(200)]


def pages(count, broken=None):
    """As analytics gives them: one after the other, by cursor and moment."""

    def answer(request):
        number = int(request.args.get("cursor") or 0)
        if number:
            assert request.args["moment"] == "1.2.3"
            if broken:
                return broken
        following = str(number + 1) if number + 1 < count else None
        known = POSITIONS if number == 0 else []
        return {"items": ROWS, "next": following, "moment": "1.2.3", "positions": known}

    return answer


def test_lines_of_json_end_with_their_number(api, services):
    services.answer("export", pages(3))
    response = api.get(f"{PATH}?owner=bob", headers={"X-Read-After": "customer:7"})

    assert response.headers["Content-Type"] == "application/jsonl"
    assert response.links["about"]["url"].startswith("/v1/exports/")
    assert response.headers["X-As-Of"] == "activity:0,customer:7,pipeline:2"
    *rows, last = [json.loads(line) for line in response.iter_lines()]
    assert rows == ROWS * 3
    assert last == {"end": {"rows": 600, "as_of": POSITIONS}}
    first, *others = [one for one in services.asked if one.method == "export"]
    assert first.args == {"of": "customers", "asked": {"owner": "bob"}, "after": ["customer:7"]}
    assert [one.args["cursor"] for one in others] == ["1", "2"]


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_what_breaks_off_is_an_error_for_its_reader(api, services, format):
    services.answer("definitions", {"items": []})
    services.answer("export", pages(3, broken=Unavailable("database-away", "away")))
    got = api.get(f"{PATH}?format={format}", stream=True)

    assert got.status_code == 200
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        got.content  # noqa: B018


def test_a_workbook_is_whole_or_a_problem(api, services):
    services.answer("definitions", {"items": []})
    services.answer("export", pages(3, broken=Unavailable("database-away", "away")))
    assert kind(api.get(f"{PATH}?format=xlsx")) == "database-away"
    services.answer("export", pages(2))
    book = ZipFile(BytesIO(api.get(f"{PATH}?format=xlsx").content))
    assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == 401


def test_what_is_refused_is_refused_before_anything_is_sent(api, services):
    services.answer("export", Invalid("invalid", "stage", errors=[{"field": "stage"}]))
    assert api.get(PATH).status_code == 400
    assert api.get(f"{PATH}?cursor=x").status_code == 400
    assert api.get(f"{PATH}?format=pdf").status_code == 400


def test_who_has_not_the_right_takes_nothing(api, services):
    with api.speaking_for("bob", "sales") as bob:
        refused = bob.get(PATH)
    assert (refused.status_code, kind(refused)) == (403, "export-not-allowed")
    assert services.asked == []
