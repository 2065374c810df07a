"""The same file a second time: rows without phone or address are known by what they say."""

import pytest

from services.customer.events import CustomerEdited, CustomerRegistered, ImportRowsTaken
from services.customer.import_keys import said
from services.customer.profile import NOBODY
from tests.unit.customer.company import Company
from tests.unit.customer.imports.office import HEADER, Office
from tests.unit.people import MAY


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def office(company):
    return Office(company)


def row(name, company="", remark=""):
    given = {"客户名称": name, "公司名称": company, "备注": remark}
    return [given.get(header, "") for header in HEADER]


NAMESAKES = [row("张伟", "西湖茶业"), row("张伟", "龙井茶业"), row("张伟", "", "在北京见过")]


def test_the_same_rows_add_nothing_and_say_why(company, office):
    office.bring(NAMESAKES)
    office.bring(NAMESAKES)

    assert len(company.events(CustomerRegistered)) == 3
    told = company.events(ImportRowsTaken)[-1].told
    assert [(one.line, one.outcome, one.reason) for one in told] == [
        (2, "skipped", "imported-before"),
        (3, "skipped", "imported-before"),
        (4, "skipped", "imported-before"),
    ]
    ids = [event.customer_id for event in company.events(CustomerRegistered)]
    assert [one.customer_id for one in told] == ids


def test_spelled_a_little_differently_it_is_the_same_row(company, office):
    office.bring([row("张伟", "西湖茶业有限公司")])
    office.bring([row("張偉", "西湖茶業", "新的备注")])

    assert len(company.events(CustomerRegistered)) == 1


def test_who_says_no_more_than_a_name_is_told_apart_by_all_of_the_row(company, office):
    office.bring([row("张伟", "", "在北京见过"), row("张伟", "", "在上海见过")])

    assert len(company.events(CustomerRegistered)) == 2


def test_twice_in_a_file_it_is_one_customer(company, office):
    office.bring([row("张伟", "西湖茶业"), row("张伟", "西湖茶业")], size=1)

    assert len(company.events(CustomerRegistered)) == 1
    assert office.told(ImportRowsTaken) == [(3, "skipped", "duplicate-in-file")]


def test_an_update_finds_whom_it_has_brought_in(company, office):
    office.bring([row("张伟", "西湖茶业")])
    office.bring([row("张伟", "西湖茶业", "周一再打")], policy="update")

    [edited] = company.events(CustomerEdited)
    assert edited.remark == "周一再打"


def test_a_form_may_register_a_namesake(company, office):
    office.bring([row("张伟", "西湖茶业")])

    company.desk(MAY).register(name="张伟", company="西湖茶业")

    assert len(company.events(CustomerRegistered)) == 2


def test_what_was_archived_since_is_brought_in_anew_and_then_known_again(company, office):
    office.bring([row("张伟", "西湖茶业")])
    [first] = company.events(CustomerRegistered)
    company.desk(MAY).archive(first.customer_id, reason="gone")

    office.bring([row("张伟", "西湖茶业")])
    office.bring([row("张伟", "西湖茶业")])

    _, second = company.events(CustomerRegistered)
    told = company.events(ImportRowsTaken)[-1].told
    assert [(one.reason, one.customer_id) for one in told] == [
        ("imported-before", second.customer_id)
    ]


def test_what_was_undone_can_be_brought_in_again(company, office):
    office.undo(office.bring([row("张伟", "西湖茶业")]))

    office.bring([row("张伟", "西湖茶业")])

    assert len(company.events(CustomerRegistered)) == 2


def test_nobody_s_name_stands_in_a_stream(company, office):
    office.bring([row("张伟", "西湖茶业")])

    assert not [stream for stream in company.streams() if "张" in stream or "茶" in stream]
    assert said(NOBODY)
