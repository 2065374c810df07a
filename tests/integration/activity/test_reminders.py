"""People are reminded at the moments that were planned, once, whatever happens to the ticker."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from gateway.events import PersonAdded, PersonDeactivated, TeamFormed
from kernel.refusal import Unavailable
from services.activity.events import (
    ContactReminded,
    PersonNotified,
    ReminderRulesSet,
    ReminderStep,
)
from tests.integration.activity.clockwork import ago, clockwork
from tests.log_contract import together

NOBODY = ()


@pytest.fixture
def company():
    with clockwork() as made:
        yield made


def rules(company, **ladders):
    known = {"overdue": NOBODY, "never": NOBODY, "forgotten": NOBODY} | ladders
    told = ReminderRulesSet(
        version=1, morning="00:00", working_days=False, by="may", at=ago(), **known
    )
    company.ruled(told)
    return told


def hired(company, login, role="sales", team=None):
    sees = "own" if role == "sales" else "all"
    added = PersonAdded(login, login, role, sees, team, "root", ago(days=9))
    company.happened("gateway", added)


def reminded(company):
    return [(e.customer_id, e.kind, e.days, e.people) for e in company.events(ContactReminded)]


def test_who_planned_a_contact_is_reminded_at_its_moment_and_no_earlier(company):
    now_due, later = company.planned(ago(seconds=1)), company.planned(ago(seconds=-60))

    pause = company.tick()

    assert reminded(company) == [(now_due, "due", 0, ("ann",))]
    [told] = company.events(PersonNotified)
    assert (told.person, told.number, told.kind, told.customer_id) == (
        "ann", 1, "contact-due", now_due,
    )  # fmt: skip
    assert 0 < pause <= 1
    assert later


def test_the_next_look_is_at_the_next_moment(company):
    plan = ago(seconds=-0.4)
    company.planned(plan)
    company.hear()
    ticker = company.ticker()
    while not company.events(ContactReminded):
        assert ticker.tick() <= 1
    [told] = company.events(ContactReminded)
    assert timedelta(0) <= told.at - told.due_at < timedelta(seconds=5)


def test_a_call_that_is_on_its_way_is_waited_for(company):
    """Nobody is reminded of what they have just done, because a message is late."""
    id = company.planned(ago(seconds=1))
    company.hear()
    ticker = company.ticker()

    def settle():
        if not company.events(ContactReminded):
            company.called(id, datetime.now(UTC), None)
        company.hear()

    ticker.settle = settle
    ticker.tick()

    assert reminded(company) == []


def test_when_others_cannot_be_heard_nobody_is_reminded_of_what_they_may_have_done(company):
    company.planned(ago(seconds=1))
    company.hear()

    def away():
        raise Unavailable("service-away")

    ticker = company.ticker()
    ticker.settle = away
    with pytest.raises(Unavailable):
        ticker.tick()
    assert reminded(company) == []


def test_killed_between_the_commit_and_the_row_it_is_told_once(company):
    company.planned(ago(seconds=1))
    company.hear()
    for _ in range(3):  # the rows never hear of what was done
        company.begin_anew()
        company.ticker(hear=False).tick()

    assert len(company.events(ContactReminded)) == len(company.events(PersonNotified)) == 1


def test_two_tickers_at_once_tell_everything_once(company):
    for _ in range(30):
        company.planned(ago(seconds=1))
    company.hear()

    together([partial(company.ticker(hear=False).tick) for _ in range(2)])

    told = [event.customer_id for event in company.events(ContactReminded)]
    assert len(told) == len(set(told)) == 30
    assert sorted(event.number for event in company.events(PersonNotified)) == [*range(1, 31)]


def test_what_stays_overdue_climbs_to_the_manager(company):
    company.happened("gateway", TeamFormed("t1", "East", None, "root", ago(days=9)))
    for login, role, team in (("ann", "sales", "t1"), ("eve", "manager", "t1"),
                              ("may", "manager", None)):  # fmt: skip
        hired(company, login, role, team)
    rules(company, overdue=(
        ReminderStep(1, ("owner",)), ReminderStep(2, ("manager",)),
        ReminderStep(3, ("owner", "manager-above")),
    ))  # fmt: skip
    one, two, three = (company.planned(ago(days=days)) for days in (1, 2, 3))

    company.tick()

    people = {id: (days, sorted(told)) for id, _, days, told in reminded(company)}
    assert people == {
        one: (1, ["ann"]),
        two: (2, ["ann", "eve"]),
        three: (3, ["ann", "eve", "may"]),
    }
    company.tick()
    assert len(reminded(company)) == 3


def test_who_has_left_is_told_nothing_and_their_manager_is(company):
    hired(company, "ann")
    hired(company, "may", "manager")
    company.happened("gateway", PersonDeactivated("ann", "left", "root", ago(days=1)))
    id = company.planned(ago(seconds=1))

    company.tick()

    assert reminded(company) == [(id, "due", 0, ("may",))]
    assert {event.person for event in company.events(PersonNotified)} == {"may"}


def test_where_nobody_is_left_it_is_recorded_and_not_tried_for_ever(company):
    hired(company, "ann")
    company.happened("gateway", PersonDeactivated("ann", "left", "root", ago(days=1)))
    id = company.planned(ago(seconds=1))

    company.tick()
    company.tick()

    assert reminded(company) == [(id, "due", 0, ())]
    assert company.agenda().due(datetime.now(UTC), 10) == []


def test_new_rules_are_applied_to_all_that_wait(company):
    ids = {company.claimed(ago(days=5)) for _ in range(3)}
    rules(company)
    company.tick()
    assert reminded(company) == []

    told = ReminderRulesSet(2, "00:00", False, (), (ReminderStep(4, ("owner",)),), (), "may", ago())
    company.ruled(told)
    company.begin_anew()
    company.tick()

    assert {(id, kind) for id, kind, *_ in reminded(company)} == {(id, "never") for id in ids}
    [version] = {event.rules_version for event in company.events(ContactReminded)}
    assert version == 2


def test_days_off_that_the_company_enters_are_applied_to_all_that_wait(company):
    """All of this year is free: what is told on working days only is not told in it."""
    company.claimed(ago(days=20))
    this_year = datetime.now(ZoneInfo("Asia/Shanghai")).year
    for year in (this_year - 1, this_year, this_year + 1):
        company.day_off(year, date(year, 1, 1), date(year, 12, 31))
    company.tick()
    assert reminded(company) == []

    company.day_off(this_year, date(this_year, 1, 1), date(this_year, 1, 1))
    company.day_off(this_year - 1, date(this_year - 1, 1, 1), date(this_year - 1, 1, 1))
    company.begin_anew()
    company.tick()

    assert [(kind, days) for _, kind, days, _ in reminded(company)] == [("never", 7)]


def test_rows_that_were_built_anew_are_judged_anew(company):
    company.planned(ago(seconds=1))
    company.tick()
    company.database["awaited.g1"].delete_many({})
    company.database["checkpoints"].delete_many({})
    company.agenda().table.forget()
    company.engines = {group: type(engine)(company.database, group)
                       for group, engine in company.engines.items()}  # fmt: skip
    company.begin_anew()
    company.tick()

    assert len(reminded(company)) == 1
