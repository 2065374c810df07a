"""What is masked, in full: seen by who holds the customer, revealed to others so often a day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kernel import NotFound, Rejected
from kernel.testing import specify
from services.customer.customer import CUSTOMER
from services.customer.events import PhonesRevealed, RevealCounted
from services.customer.pool import Pool
from services.customer.reveals import REVEALS, count, reveal
from tests.unit.customer.company import Company
from tests.unit.customer.examples import IN_POOL, NOON, OWNED_BY_ANN
from tests.unit.people import ANN, BOB, MAY

given = specify(CUSTOMER)
given_looks = specify(REVEALS)
OPEN = Pool()
NUMBERS = frozenset({"phones"})
EVERY = NUMBERS | {"emails", "messaging"}
MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 6)
LOOK = RevealCounted("bob", "c1", MONDAY, NOON)
NUMBER, CONTACTS_NUMBER = "13800138000", "057188888888"


def test_who_does_not_hold_it_is_told_of_in_its_history():
    given(IN_POOL).when(reveal, BOB, OPEN, NUMBERS, NOON).then(PhonesRevealed("c1", "bob", NOON))
    given(OWNED_BY_ANN).when(reveal, ANN, OPEN, NUMBERS, NOON).then()
    given(OWNED_BY_ANN).when(reveal, MAY, OPEN, NUMBERS, NOON).then()
    given(OWNED_BY_ANN).when(reveal, BOB, OPEN, NUMBERS, NOON).refused(NotFound, "not-found")


def test_a_pool_that_hides_the_numbers_reveals_none():
    hiding, showing = Pool(fields=("company",)), Pool(fields=("phones",))
    given(IN_POOL).when(reveal, BOB, hiding, NUMBERS, NOON).rejected("hidden-in-pool")
    given(IN_POOL).when(reveal, BOB, showing, NUMBERS, NOON).then(PhonesRevealed("c1", "bob", NOON))
    given(IN_POOL).when(reveal, MAY, hiding, NUMBERS, NOON).then()


def test_the_look_says_what_was_looked_at_and_leaves_out_what_the_pool_hides():
    some = Pool(fields=("emails",))
    seen = PhonesRevealed("c1", "bob", NOON, ("emails", "messaging", "phones"))
    given(IN_POOL).when(reveal, BOB, OPEN, EVERY, NOON).then(seen)
    given(IN_POOL).when(reveal, BOB, some, EVERY, NOON).then(
        PhonesRevealed("c1", "bob", NOON, ("emails",))
    )
    given(IN_POOL).when(reveal, BOB, OPEN, frozenset(), NOON).then()


def test_so_many_looks_a_day_are_allowed():
    given_looks().when(count, "bob", "c1", 1, MONDAY, NOON).then(LOOK)
    given_looks().when(count, "bob", "c1", 0, MONDAY, NOON).rejected(
        "reveals-per-day", limit=0, again_on=TUESDAY.isoformat()
    )
    given_looks(LOOK).when(count, "bob", "c1", 1, MONDAY, NOON).rejected("reveals-per-day", limit=1)
    given_looks(LOOK, LOOK).when(count, "bob", "c1", 3, MONDAY, NOON).then(LOOK)
    next_day = replace(LOOK, day=TUESDAY)
    given_looks(LOOK).when(count, "bob", "c1", 1, TUESDAY, NOON).then(next_day)


def test_a_slower_clock_gives_no_second_quota():
    next_day = replace(LOOK, day=TUESDAY, at=NOON + timedelta(days=1))
    given_looks(next_day).when(count, "bob", "c1", 1, MONDAY, NOON).rejected("reveals-per-day")


@pytest.fixture
def company():
    company = Company()
    company.settings = replace(company.settings, reveals_per_day=2)
    return company


def lying(company):
    made = company.desk(MAY).register(name="茶行", phones=[NUMBER], pool="public")
    person = {"name": "王刚", "phones": [CONTACTS_NUMBER]}
    company.desk(MAY).add_contact(made["id"], person)
    return made["id"]


def test_all_numbers_are_told_and_the_look_counted_in_one_commit(company):
    id = lying(company)
    told = company.desk(BOB).reveal(id)

    assert [phone["written"] for phone in told["phones"]] == [NUMBER]
    [contact] = told["contacts"]
    assert (contact["name"], contact["phones"][0]["shown"]) == ("王刚", "0571 8888 8888")
    [*_, last] = company.log.after(0, 1_000)
    assert [entry.type for entry in last.entries] == ["PhonesRevealed", "RevealCounted"]
    assert company.customer(id).owner is None


def test_addresses_are_told_too_but_for_what_the_pool_hides(company):
    company.settings = replace(company.settings, masked=EVERY)
    known = {"emails": ["li@tea.example"], "messaging": [{"kind": "wechat", "id": "lilei88"}]}
    made = company.desk(MAY).register(name="茶行", phones=[NUMBER], pool="public", **known)
    company.desk(MAY).add_contact(made["id"], {"name": "王刚", "emails": ["wang@tea.example"]})

    told = company.desk(BOB).reveal(made["id"])
    assert (told["emails"], told["messaging"]) == (known["emails"], known["messaging"])
    assert told["contacts"][0]["emails"] == ["wang@tea.example"]

    company.desk(MAY).show_pool_fields("public", ["emails", "contacts"])
    told = company.desk(BOB).reveal(made["id"])
    assert (told["phones"], told["emails"], told["messaging"]) == ([], known["emails"], [])
    assert company.events(PhonesRevealed)[-1].fields == ("emails",)


def test_over_the_quota_nothing_is_told_and_nothing_written(company):
    id = lying(company)
    for _ in range(2):
        company.desk(BOB).reveal(id)
    with pytest.raises(Rejected, match="reveals-per-day"):
        company.desk(BOB).reveal(id)
    assert len(company.events(PhonesRevealed)) == len(company.events(RevealCounted)) == 2
    company.desk(ANN).reveal(id)


def test_who_holds_it_is_not_counted(company):
    id = lying(company)
    company.desk(BOB).claim(id)
    for _ in range(3):
        assert company.desk(BOB).reveal(id)["phones"]
        assert company.desk(MAY).reveal(id)["phones"]
    assert company.events(RevealCounted) == []


def test_the_same_command_again_is_one_look(company):
    id = lying(company)
    first = company.desk(BOB, "look").reveal(id)
    assert company.desk(BOB, "look").reveal(id) == first
    assert len(company.events(PhonesRevealed)) == 1


def test_a_pool_of_others_reveals_nothing(company):
    company.desk(MAY).open_pool("north", "北区")
    company.desk(MAY).set_pool_members("north", ["ann"])
    id = company.desk(MAY).register(name="茶行", phones=[NUMBER], pool="north")["id"]
    with pytest.raises(NotFound):
        company.desk(BOB).reveal(id)
    with pytest.raises(NotFound):
        company.desk(BOB).reveal("nobody")
    assert company.desk(ANN).reveal(id)["phones"]


def test_what_was_archived_out_of_others_pool_is_not_there(company):
    company.desk(MAY).open_pool("north", "北区")
    company.desk(MAY).set_pool_members("north", ["ann"])
    id = company.desk(MAY).register(name="茶行", phones=[NUMBER], pool="north")["id"]
    company.desk(MAY).archive(id, "closed")
    desk, written = company.desk(BOB), company.log.head()
    asked = [
        lambda: desk.reveal(id), lambda: desk.edit(id, {"level": "A"}),
        lambda: desk.restore(id), lambda: desk.archive(id, "x"), lambda: desk.claim(id),
        lambda: desk.release(id, "x"), lambda: desk.remove_collaborator(id, "cy"),
        lambda: desk.name_second_owner(id, "cy"), lambda: desk.add_contact(id, {"name": "x"}),
    ]  # fmt: skip
    for ask in asked:
        with pytest.raises(NotFound):
            ask()
    assert company.log.head() == written
    assert company.desk(ANN).reveal(id)["phones"]
