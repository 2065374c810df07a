"""The bundled sample: the same for the same date, moved by another one, and true to the rules."""

from datetime import date, datetime, timedelta

import pytest

from cli.demo.deals import Deal
from cli.demo.entering import claims, contacts, follow_ups, registration, releases, rung
from cli.demo.moments import DAYS, HERE
from cli.demo.sample import CLAIMED, IN_POOL, RELEASED, Prospect, sample
from cli.demo.words import DORMANT, PEOPLE, POOL

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def firms() -> list[Prospect]:
    return sample(TODAY)


def days_ago(moment: str) -> int:
    return (TODAY - datetime.fromisoformat(moment).astimezone(HERE).date()).days


def deals(firms: list[Prospect]) -> list[Deal]:
    return [deal for one in firms for deal in one.deals]


def test_one_date_gives_one_sample(firms):
    assert sample(TODAY) == firms


def test_another_date_moves_the_work_and_leaves_the_firms_as_they_are(firms):
    later = sample(TODAY + timedelta(days=7))
    assert [one.registration for one in later] == [one.registration for one in firms]
    assert [len(one.talks) for one in later] == [len(one.talks) for one in firms]
    assert later != firms


def test_there_are_two_hundred_firms_chinese_and_english(firms):
    names = [one.name for one in firms]
    assert len(names) == len(set(names)) == 200
    assert sum(name.isascii() for name in names) == 50


def test_no_two_firms_share_a_phone_or_an_address(firms):
    for field in ("phones", "emails"):
        values = [value for one in firms for value in one.registration[field]]
        assert len(values) == len(set(values))


def test_numbers_are_fictional(firms):
    for one in firms:
        mobile = one.registration["phones"][0]
        assert " 0000 " in mobile or ") 555-01" in mobile


def test_work_lies_in_office_hours_of_the_last_ninety_days(firms):
    talks = [talk["at"] for one in firms for talk in one.talks]
    moves = [
        body["at"]
        for deal in deals(firms)
        for body in (deal.opening, deal.engaging, deal.win, deal.lose)
        if body
    ]
    moments = [datetime.fromisoformat(at) for at in talks + moves]
    assert {moment.weekday() for moment in moments} == {0, 1, 2, 3, 4}
    assert all(9 <= moment.hour < 18 for moment in moments)
    ages = [days_ago(at) for at in talks + moves]
    assert min(ages) > 0
    assert max(ages) < DAYS


def test_a_deal_is_opened_engaged_and_closed_in_this_order(firms):
    for deal in deals(firms):
        steps = (deal.opening, deal.engaging, deal.win or deal.lose)
        moments = [body["at"] for body in steps if body]
        assert moments == sorted(moments)


def test_deals_are_new_open_won_and_lost(firms):
    found = deals(firms)
    assert sum(bool(deal.win) for deal in found) >= 20
    assert sum(bool(deal.lose) for deal in found) >= 20
    assert sum(not deal.engaging for deal in found) >= 10


def test_follow_ups_are_told_in_their_order_and_the_last_one_plans_the_next(firms):
    planned = 0
    for one in firms:
        moments = [talk["at"] for talk in one.talks]
        assert moments == sorted(moments)
        assert not any("next_contact_at" in talk for talk in one.talks[:-1])
        planned += any("next_contact_at" in talk for talk in one.talks)
    assert planned > 50


def test_what_lies_in_the_pool_has_not_been_worked_on(firms):
    for one in firms:
        if one.fate == IN_POOL:
            assert one.registration["pool"] == POOL
            assert one == Prospect(one.key, one.fate, one.registration, None)


def test_what_was_given_up_was_worked_on_before_and_returns_to_a_pool(firms):
    given_up = [one for one in firms if one.fate == RELEASED]
    assert given_up
    assert all(one.registration["owner"] in PEOPLE for one in given_up)
    [command] = releases(given_up[0], "c1")
    assert command.body["pool"] == DORMANT
    assert command.path == "/v1/customers/c1/release"


def test_every_firm_has_a_contact_who_is_who_the_remark_names(firms):
    for one in firms:
        [added] = contacts(one, "id")
        assert added.path == "/v1/customers/id/contacts"
        assert added.body["name"] in one.registration["remark"]
        assert added.body["role"]


def test_an_address_stands_in_the_city_of_its_firm(firms):
    told = [one.registration for one in firms if "addresses" in one.registration]
    assert len(told) > len(firms) / 2
    for registration_ in told:
        written = registration_["addresses"][0]["written"]
        assert registration_["name"].startswith(written.partition("市")[0])


def test_a_claimed_firm_belongs_to_whoever_loads_the_sample(firms):
    claimed = next(one for one in firms if one.fate == CLAIMED and one.talks)
    assert [command.path for command in claims(claimed, "c1")] == ["/v1/customers/c1/claim"]
    assert not any("author" in command.body for command in follow_ups(claimed, "c1"))


def test_a_won_firm_climbs_by_its_deal_and_not_by_command(firms):
    won = [one for one in firms if any(deal.win for deal in one.deals)]
    assert won
    assert all("won" not in one.rungs for one in won)


def test_every_command_has_a_key_of_its_own(firms):
    keys = [registration(one).key for one in firms]
    for one in firms:
        found = [*claims(one, "c"), *follow_ups(one, "c"), *rung(one, "c", 0), *rung(one, "c", 1)]
        keys += [command.key for command in [*found, *releases(one, "c")]]
    assert len(keys) == len(set(keys))
