"""Ten thousand real leads, loaded once, and then imported by somebody who does not know that."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.e2e.api import Api
from tests.e2e.loaded import DATA
from tests.e2e.test_imports import brought

pytestmark = pytest.mark.timeout(600)
FILE = DATA / "leads-10000.csv"
MAPPING = {
    "First Name": "name", "Last Name": "name", "Company": "company", "Phone 1": "phones",
    "Phone 2": "phones", "Email 1": "emails", "Email 2": "emails", "Source": "source",
    "Notes": "remark",
}  # fmt: skip


def rejects(boss: Api, done: dict) -> list[dict[str, str]]:
    answer = boss.get(f"/v1/imports/{done['id']}/rejects.csv")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_leads_that_are_here_already_add_nothing_and_each_row_says_why(
    leads: str, boss: Api
) -> None:
    options = {"mapping": json.dumps(MAPPING), "region": "US", "keep_invalid_phones": "true"}

    done = brought(boss, Path(FILE).read_bytes(), name="leads.csv", **options)

    assert (done["state"], done["read"], done["added"]) == ("finished", 10_000, 0)
    assert done["reasons"] == {"duplicate": 10_000}
    rows = rejects(boss, done)
    assert len(rows) == 10_000
    assert all("a customer has this phone or e-mail" in row["原因 reason"] for row in rows)


def test_a_lead_is_found_by_the_last_digits_of_its_phone(leads: str, boss: Api) -> None:
    [found] = boss.read("/v1/customers", q="02005297")["items"]

    assert found["company"] == "Mays Inc"
