"""How the cells of a row are read together."""

import pytest

from services.customer.events import ImportedColumn, Messaging
from services.customer.import_rows import Reading
from services.customer.imports import Plan

HEADER = ("名称", "电话", "地址")
PLAN = Plan(tuple(map(ImportedColumn, HEADER, ("name", "phones", "addresses"))))


@pytest.mark.parametrize(
    ("address", "number"),
    [("浙江省杭州市西湖区龙井路1号", "+8657188888888"), ("北京市朝阳区1号", "+861088888888")],
)
def test_a_landline_without_area_code_is_one_of_the_rows_address(address, number):
    row = Reading(PLAN, HEADER, b"key").row(2, ("茶行", "88888888", address))

    assert row.errors == ()
    assert row.profile.phones[0].e164 == number


def test_without_an_address_it_is_no_number():
    row = Reading(PLAN, HEADER, b"key").row(2, ("茶行", "88888888", ""))

    assert "phones.0" in row.errors[0]


def test_what_is_wrong_is_said_of_the_column_it_stands_in():
    header = ("Name", "Phone 1", "Phone 2")
    plan = Plan(tuple(map(ImportedColumn, header, ("name", "phones", "phones"))))

    row = Reading(plan, header, b"key").row(2, ("Li", "13800138000; 13800138001", "12"))

    [error] = row.errors
    assert error.startswith("Phone 2 (phones.2) ")


def read(**cells):
    """A row that has these fields, each in a column of its own."""
    columns = tuple(ImportedColumn(name, name) for name in cells)
    return Reading(Plan(columns), list(cells), b"key").row(2, list(cells.values()))


def test_messengers_and_addresses_are_read_as_in_a_form():
    row = read(
        name="王伟", wechat="wang_wei；13800138000", qq="10001", addresses="杭州市文三路 1 号"
    )

    assert row.profile.messaging == (
        Messaging("wechat", "wang_wei"), Messaging("wechat", "13800138000"),
        Messaging("qq", "10001"),
    )  # fmt: skip
    [address] = row.profile.addresses
    assert (address.province, address.city, address.detail) == ("浙江省", "杭州市", "文三路 1 号")
    assert {key.kind for key in row.keys} == {"messaging"}


def test_what_a_form_would_refuse_is_refused_of_a_row():
    row = read(name="王伟", wechat="王伟的微信", qq="12")

    assert row.profile is None
    assert [error.partition(" ")[0] for error in row.errors] == ["messaging.0.id", "messaging.1.id"]
