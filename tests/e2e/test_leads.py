"""Real leads, loaded one by one: all of them there, each once, findable by any part of a number."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cli.load import lead_rows
from tests.e2e.api import Api, nothing_written
from tests.e2e.conftest import System
from tests.e2e.loaded import LEADS, first_rows

pytestmark = pytest.mark.timeout(600)  # the first test to come loads the file
AGAIN = 500  # rows of the second load


@pytest.fixture(scope="module")
def rows(lead_file: Path) -> list[lead_rows.Lead]:
    return lead_rows.read(lead_file)


@pytest.fixture(scope="module")
def customers(leads: str, boss: Api) -> list[dict[str, Any]]:
    """Those of the file, as the directory lists them."""
    listed = boss.every("/v1/customers", sort="name")
    return [one for one in listed if str(one["remark"]).startswith("Website: ")]


def test_every_lead_is_a_customer_with_its_owner(customers, rows):
    found = Counter((one["name"], one["company"], one["owner"]) for one in customers)
    assert found == Counter((lead.name, lead.company, lead.owner) for lead in rows)
    assert len(customers) == LEADS


def test_every_phone_number_is_kept_as_written_and_the_valid_ones_understood(customers, rows):
    phones = [phone for one in customers for phone in one["phones"]]
    written = sorted(number for lead in rows for number in lead.phones)
    assert sorted(phone["written"] for phone in phones) == written
    assert len(phones) == 2 * LEADS
    for phone in phones:
        assert phone["valid"] == (phone["e164"] is not None), phone
        assert not phone["valid"] or phone["e164"].startswith("+1"), phone
    assert 0 < sum(phone["valid"] for phone in phones) < 2 * LEADS


def test_an_extension_is_no_part_of_the_number(customers):
    [phone] = [
        phone
        for one in customers
        for phone in one["phones"]
        if phone["written"] == "917-584-0243x4606"
    ]
    assert (phone["e164"], phone["extension"]) == ("+19175840243", "4606")


def test_every_lead_stands_on_its_rung(customers, rows):
    found = Counter(one["stage"] for one in customers)
    assert found == Counter(lead.rung for lead in rows)


def test_every_note_is_a_first_follow_up(customers):
    assert Counter(one["contact_status"] for one in customers) == {"followed_up": LEADS}
    [jaime] = [one for one in customers if one["emails"][0] == "fstephens@shepherd.info"]
    assert jaime["last_follow_up_at"] is not None


def test_the_follow_up_is_its_owners(leads, boss):
    [jaime] = boss.read("/v1/customers", q="fstephens@shepherd.info")["items"]
    timeline = boss.read(f"/v1/customers/{jaime['id']}/timeline")["items"]
    [talk] = [one for one in timeline if one["what"] == "FollowUpLogged"]
    assert talk["who"] == "Selena Doyle"
    assert talk["details"]["note"] == "Heart represent while into."


@pytest.mark.parametrize("digits", ["9175840243", "584-0243", "(917) 584 0243", "5840243"])
def test_a_lead_is_found_by_any_part_of_its_number(leads, boss, digits):
    found = boss.read("/v1/customers", q=digits)["items"]
    assert "Jaime Hayes" in [one["name"] for one in found]


def test_an_owner_sees_the_lead_and_a_colleague_does_not(leads, boss, system: System):
    [jaime] = boss.read("/v1/customers", q="fstephens@shepherd.info")["items"]
    owner = Api(system.url, system.token("Selena Doyle", "sales"))
    colleague = Api(system.url, system.token("Kelsey Mosley", "sales"))
    assert owner.read(f"/v1/customers/{jaime['id']}")["name"] == "Jaime Hayes"
    assert colleague.get(f"/v1/customers/{jaime['id']}").status_code == 404


def test_loading_again_adds_nothing(leads, lead_file, boss, system: System, tmp_path: Path):
    """The first rows under the same keys as before: what is true of them is true of each."""
    part = first_rows(lead_file, AGAIN, tmp_path)
    with nothing_written(boss):
        again = system.crm("load", "leads", str(part), "--region", "US").stdout
    assert "Every row of the files is in the system." in again
    [step] = [line for line in again.splitlines() if line.startswith(" leads → customers")]
    assert step.split()[-3:] == ["0", str(AGAIN), "0"]


def test_the_summary_counts_the_numbers(leads, customers):
    valid = sum(phone["valid"] for one in customers for phone in one["phones"])
    assert f"{valid:,} phone numbers are valid" in leads
    assert f"{2 * LEADS - valid:,} are not, kept as written" in leads
