"""Ten thousand real leads, brought in by a newcomer who has read nothing but OpenAPI.

Not in the system of the end-to-end tests: there the leads may be already.
"""

import csv
import json
from io import StringIO
from typing import Any

import pytest

from tests.e2e.api import Api
from tests.e2e.conftest import System
from tests.e2e.imported import brought
from tests.e2e.loaded import DATA, present

pytestmark = pytest.mark.timeout(600)
FILE = DATA / "leads-10000.csv"
LEADS = 10_000
AGAIN = 1_000  # of them, by the second import
MAPPING = {
    "First Name": "name", "Last Name": "name", "Company": "company", "Phone 1": "phones",
    "Phone 2": "phones", "Email 1": "emails", "Email 2": "emails", "Source": "source",
    "Notes": "remark",
}  # fmt: skip
OPTIONS = {"mapping": json.dumps(MAPPING), "region": "US", "keep_invalid_phones": "true"}
LAST_DIGITS, COMPANY = "2005297", "Mays Inc"


@pytest.fixture(scope="module")
def content() -> bytes:
    present(FILE)
    return FILE.read_bytes()


@pytest.fixture(scope="module")
def newcomer(system: System) -> Api:
    return Api(system.url, system.token("newcomer", "manager"))


def rejects(newcomer: Api, done: dict[str, Any]) -> list[dict[str, str]]:
    answer = newcomer.get(f"/v1/imports/{done['id']}/rejects.csv")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_openapi_says_where_to_begin_and_what_a_mapping_may_name(
    newcomer: Api, content: bytes
) -> None:
    spec = newcomer.read("/openapi.json")
    told = {
        one["operationId"]: one.get("description", "")
        for path in spec["paths"].values() for one in path.values()
    }  # fmt: skip
    looking, asking = "/v1/imports/columns", "/v1/imports"
    assert looking in spec["info"]["description"]
    assert (looking in told["request_import"], asking in told["look_at_file"]) == (True, True)
    assert "rejects.csv" in json.dumps(spec["components"]["schemas"]["Import"]["properties"])

    url = newcomer.url + looking
    looked = newcomer.session.post(url, files={"file": ("leads.csv", content)}, timeout=120).json()
    assert looked["rows"] == LEADS
    assert set(MAPPING) <= {column["header"] for column in looked["columns"]}
    assert set(MAPPING.values()) <= set(looked["fields"])


def test_leads_are_imported_one_is_found_and_a_second_import_adds_none(
    newcomer: Api, content: bytes
) -> None:
    first = brought(newcomer, content, name="leads.csv", **OPTIONS)
    assert (first["state"], first["read"], first["added"]) == ("finished", LEADS, LEADS)

    [found] = newcomer.read("/v1/customers", q=LAST_DIGITS)["items"]
    assert (found["company"], found["pool"]) == (COMPANY, "public")

    again = b"".join(content.splitlines(keepends=True)[: 1 + AGAIN])
    second = brought(newcomer, again, name="leads.csv", **OPTIONS)
    assert (second["read"], second["added"]) == (AGAIN, 0)
    assert second["reasons"] == {"duplicate": AGAIN}
    rows = rejects(newcomer, second)
    assert len(rows) == AGAIN
    assert all("a customer has this phone or e-mail" in row["说明 detail"] for row in rows)
    [why] = [row for row in rows if row["Company"] == COMPANY and LAST_DIGITS in row["Phone 1"]]
    assert found["id"] in why["说明 detail"]
