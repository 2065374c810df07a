"""A company's own working days: all of a year at once, or what is wrong with it."""

from datetime import date

import pytest

from kernel import Forbidden, Invalid, NotFound
from services.activity.events import DaysOff, WorkingYearSet
from tests.unit.activity.call_desk import CallDesk
from tests.unit.people import ANN, MAY

SPRING = {"name": "春节", "first": "2027-02-05", "last": "2027-02-11"}


def test_a_year_is_entered_and_entered_again_changes_nothing():
    desk = CallDesk()
    answer = desk.as_(MAY).set_working_year("2027", [SPRING], ["2027-02-14", "2027-02-13"])
    made = desk.last()
    assert isinstance(made, WorkingYearSet)
    assert made.holidays == (DaysOff("春节", date(2027, 2, 5), date(2027, 2, 11)),)
    assert made.worked == (date(2027, 2, 13), date(2027, 2, 14))
    assert (answer["id"], answer["version"]) == ("2027", 1)
    desk.as_(MAY).set_working_year(2027, [SPRING], ["2027-02-13", "2027-02-14"])
    assert desk.log.head() == 1
    desk.as_(MAY).set_working_year(2027, [])
    assert desk.last().holidays == ()


def test_a_holiday_of_one_day_needs_no_last_one():
    desk = CallDesk()
    desk.as_(MAY).set_working_year("2027", [{"name": "元旦", "first": "2027-01-01"}])
    assert desk.last().holidays[0].last == date(2027, 1, 1)


def test_only_a_manager_sets_them():
    with pytest.raises(Forbidden):
        CallDesk().as_(ANN).set_working_year("2027", [SPRING])


@pytest.mark.parametrize("year", ["27", "1999", "2100", "20270", "next", "２０２７", None])
def test_a_year_is_one_that_we_keep(year):
    with pytest.raises(NotFound):
        CallDesk().as_(MAY).set_working_year(year, [])


@pytest.mark.parametrize(
    ("holidays", "worked", "field"),
    [
        ("春节", [], "holidays"),
        ([SPRING | {"name": ""}], [], "holidays.0.name"),
        ([SPRING | {"first": "2027-02-30"}], [], "holidays.0.first"),
        ([SPRING | {"first": "2026-02-05"}], [], "holidays.0.first"),
        ([SPRING | {"last": "2027-02-01"}], [], "holidays.0.last"),
        ([SPRING, SPRING | {"name": "again"}], [], "holidays"),
        ([SPRING | {"first": "2027-01-01", "last": "2027-05-01"}], [], "holidays"),
        ([SPRING], "2027-02-13", "worked"),
        ([SPRING], ["2027-02-12"], "worked.0"),  # a Friday
        ([SPRING], ["2027-02-07"], "worked.0"),  # in the holiday
        ([SPRING], ["2026-02-14"], "worked.0"),
        (["春节"], [], "holidays.0.name"),
    ],
)
def test_what_cannot_be_is_told_by_field_and_nothing_is_written(holidays, worked, field):
    desk = CallDesk()
    with pytest.raises(Invalid) as refused:
        desk.as_(MAY).set_working_year("2027", holidays, worked)
    assert field in {error["field"] for error in refused.value.fields["errors"]}
    assert desk.log.head() == 0
