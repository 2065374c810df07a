"""The CRM sales files: repairs are counted, and what nobody understands is not loaded at all."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cli.load.crm_files import CrmFiles, read
from cli.load.crm_sales import account, past
from cli.load.tables import Unreadable

ACCOUNTS = """account,sector,year_established,revenue,employees,office_location,subsidiary_of
Cancity,technolgy,1996,718.62,2448,Philipines,Isdom
Isdom,medical,2002,3178.24,4540,United States,
"""
PRODUCTS = "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n"
TEAMS = """sales_agent,manager,regional_office
Darcel Schlecht,Melvin Marxen,Central
Carl Lin,Summer Sewald,West
"""
PIPELINE = """opportunity_id,sales_agent,product,account,deal_stage,\
engage_date,close_date,close_value
W1,Darcel Schlecht,GTXPro,Isdom,Won,10/25/2016,3/11/2017,4514
L1,Darcel Schlecht,MG Special,Cancity,Lost,10/25/2016,3/7/2017,0
E1,Darcel Schlecht,MG Special,,Engaging,11/3/2016,,
P1,Darcel Schlecht,GTX Pro,,Prospecting,,,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    contents = {
        "accounts": ACCOUNTS, "products": PRODUCTS, "sales_teams": TEAMS, "sales_pipeline": PIPELINE
    }  # fmt: skip
    for name, content in contents.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    return tmp_path


@pytest.fixture
def files(folder: Path) -> CrmFiles:
    return read(folder)


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def test_spelling_is_repaired_and_counted(files):
    assert files.accounts[0].sector == "technology"
    assert "Philippines" in files.accounts[0].remark
    assert files.deals[0].product == "GTX Pro"
    assert files.repaired["sector technolgy → technology"] == 1
    assert files.repaired["country Philipines → Philippines"] == 1
    assert files.repaired["product GTXPro → GTX Pro"] == 1


def test_the_rest_of_an_account_is_kept_in_the_remark(files):
    for fact in ("Subsidiary of: Isdom", "Established: 1996", "718.62", "Employees: 2448"):
        assert fact in files.accounts[0].remark


def test_deals_without_account_or_engage_date_are_kept_and_counted(files):
    prospecting = files.deals[3]
    assert prospecting.account is None
    assert prospecting.engaged is None
    assert prospecting.opened == noon(2017, 3, 11)
    assert files.repaired["deals without an account, kept without a customer"] == 2
    assert sum("without an engage date" in what for what in files.repaired) == 1


def test_a_day_is_noon_utc_so_that_it_is_the_same_day_in_most_zones(files):
    won = files.deals[0]
    assert (won.engaged, won.closed) == (noon(2016, 10, 25), noon(2017, 3, 11))


def test_people_without_a_deal_are_named(files):
    assert files.idle_people == ["Carl Lin"]


def test_a_won_deal_is_opened_engaged_and_won_for_what_it_brought(files):
    body = past(files.deals[0], {"Isdom": "c7"}).body
    assert body["customer_id"] == "c7"
    assert body["owner"] == "Darcel Schlecht"
    assert body["stage"] == "engaging"
    assert body["at"] == body["engaged_at"] == "2016-10-25T12:00:00+00:00"
    assert body["amount"] == {"amount": "4821.00", "currency": "USD"}
    assert (body["outcome"], body["closed_at"]) == ("won", "2017-03-11T12:00:00+00:00")
    assert body["paid"] == {"amount": "4514.00", "currency": "USD"}


def test_a_lost_deal_says_that_nobody_wrote_down_why(files):
    body = past(files.deals[1], {"Cancity": "c8"}).body
    assert (body["outcome"], body["reason"]) == ("lost", "not recorded")
    assert "paid" not in body


def test_a_deal_in_prospecting_has_no_customer_and_no_engagement(files):
    body = past(files.deals[3], {}).body
    assert body["stage"] == "prospecting"
    assert not {"customer_id", "engaged_at", "outcome", "closed_at"} & body.keys()


def test_each_row_has_a_key_of_its_own(files):
    accounts = [account(one).key for one in files.accounts]
    deals = [past(one, {"Isdom": "c", "Cancity": "d"}).body["key"] for one in files.deals]
    assert len({*accounts, *deals}) == len(accounts) + len(deals)
    assert all(key.isascii() for key in (*accounts, *deals))


def test_a_product_that_is_in_no_price_list_is_kept_as_written(folder):
    path = folder / "sales_pipeline.csv"
    path.write_text(PIPELINE.replace("GTXPro", "Abacus"), encoding="utf-8")
    files = read(folder)
    assert files.deals[0].product == "Abacus"
    assert files.deals[0].price is None
    assert files.repaired["product Abacus is not in the price list, kept as written"] == 1


def test_money_is_exact(files):
    assert files.deals[0].value == Decimal("4514")
    assert files.deals[2].value is None


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("accounts", "sector", "branch", "has no column sector"),
        ("accounts", "Isdom,medical", "Isdom2,medical", "lacks Isdom"),
        ("sales_pipeline", "10/25/2016", "2016-10-25", "no date"),
        ("sales_pipeline", "P1,", "P1,,", "line 5: not as wide"),
    ],
)
def test_a_file_that_is_not_understood_is_not_loaded_at_all(folder, name, old, new, message):
    path = folder / f"{name}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(Unreadable, match=message):
        read(folder)


def test_a_mark_at_the_beginning_is_no_part_of_the_first_column(folder):
    path = folder / "accounts.csv"
    path.write_text(f"\ufeff{ACCOUNTS}", encoding="utf-8")
    assert [account.name for account in read(folder).accounts] == ["Cancity", "Isdom"]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Unreadable, match=r"accounts\.csv does not exist"):
        read(tmp_path)
