"""Cards become contacts of a customer: tried first, each for itself, nobody twice."""

from datetime import date

import pytest

from kernel.refusal import Invalid, NotFound, Rejected
from services.customer.events import ContactAdded
from services.customer.service.contact_cards import MOST
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB

WANG = {"name": "王伟", "phones": ["138 0013 8000"], "role": "采购"}
LI = {"name": "李娜", "phones": ["139 0013 9000"], "emails": ["lina@tea.example"]}


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def customer(company):
    return company.desk(ANN).register(name="茶行")["id"]


def cards(*given):
    return [{"card": n, "given": one} if one else {"card": n, "error": "it has no name"}
            for n, one in enumerate(given, 1)]  # fmt: skip


def told(answer):
    """Of each card its outcome, or why not."""
    return [one["outcome"] if one["ok"] else one["problem"]["slug"] for one in answer["items"]]


def people(company, id):
    return [one.name for one in company.customer(id).people.contacts.values()]


def test_each_card_is_a_contact(company, customer):
    born = {**WANG, "birthday": "1990-01-31", "company": "茶行", "addresses": [{"written": "x"}]}
    answer = company.desk(ANN).import_contacts(customer, cards(born, LI))

    assert told(answer) == ["added", "added"]
    first, _ = contacts = company.customer(customer).people.contacts
    assert [one["contact_id"] for one in answer["items"]] == list(contacts)
    assert contacts[first].birthday == date(1990, 1, 31)
    assert company.customer(customer).people.primary == first
    assert answer["position"] == answer["items"][-1]["position"]


def test_to_try_writes_nothing_and_says_what_would_be(company, customer):
    company.desk(BOB).register(name="丝行", phones=["137 0013 7000"])
    company.desk(ANN).add_contact(customer, WANG)
    taken = {"name": "陈静", "phones": ["137 0013 7000"]}
    again = {"name": "娜娜", "phones": LI["phones"]}
    file = cards(WANG, LI, taken, None, again, {"name": "x", "birthday": "soon"})
    before = len(company.events())

    tried = company.desk(ANN).import_contacts(customer, file, dry_run=True)

    assert told(tried) == ["known", "added", "duplicate", "unreadable-card", "known", "invalid"]
    assert (len(company.events()), tried["position"]) == (before, None)
    done = company.desk(ANN).import_contacts(customer, file)
    assert told(done) == told(tried)
    assert people(company, customer) == ["王伟", "李娜"]


def test_a_file_that_comes_again_adds_nobody(company, customer):
    company.desk(ANN).import_contacts(customer, cards(WANG, LI))
    before = company.events(ContactAdded)
    again = company.desk(ANN).import_contacts(customer, cards(WANG, LI))

    assert told(again) == ["known", "known"]
    assert company.events(ContactAdded) == before
    assert [one["contact_id"] for one in again["items"]] == list(
        company.customer(customer).people.contacts
    )


def test_what_somebody_known_has_not_got_is_left_out_and_named(company, customer):
    company.desk(ANN).import_contacts(customer, cards(WANG))
    newer = {
        "name": "王伟",
        "phones": ["138-0013-8000", "13700137001"],
        "emails": ["w@tea.example"],
    }
    called = {"name": "小王", "phones": WANG["phones"]}
    for dry_run in (True, False):
        first, second = company.desk(ANN).import_contacts(
            customer, cards(newer, called), dry_run=dry_run
        )["items"]
        assert first["left_out"] == [
            f"{one} is left out: 王伟 is there already" for one in ("13700137001", "w@tea.example")
        ]
        assert second["left_out"] == ["小王 is left out: 王伟 is there already"]


def test_what_is_no_number_or_address_is_left_out_and_named(company, customer):
    messengers = [{"kind": "qq", "id": "x"}, {"kind": "wechat", "id": "wangwei88"}]
    ways = {"phones": ["1", "138 0013 8000"], "emails": ["at home"], "messaging": messengers}
    odd = {"name": "王伟"} | ways
    for dry_run in (True, False):
        [row] = company.desk(ANN).import_contacts(customer, cards(odd), dry_run=dry_run)["items"]
        assert [one.partition(" is left out")[0] for one in row["left_out"]] == [
            "1",
            "at home",
            "x",
        ]

    [person] = company.customer(customer).people.contacts.values()
    assert [one.e164 for one in person.phones] == ["+8613800138000"]
    assert (person.emails, [one.id for one in person.messaging]) == ((), ["wangwei88"])


def test_a_number_of_another_customer_is_told_with_where_it_stands_on_the_card(company, customer):
    other = company.desk(ANN).register(name="丝行", phones=["137 0013 7000"])["id"]
    file = cards({"name": "陈静", "phones": ["138 0013 8000", "137 0013 7000"]})
    for dry_run in (True, False):
        [row] = company.desk(ANN).import_contacts(customer, file, dry_run=dry_run)["items"]
        [duplicate] = row["problem"]["fields"]["duplicates"]
        assert (duplicate["field"], duplicate["holder"]) == ("phones.1", other)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_customer_that_one_does_not_see_is_not_there_nor_one_that_nobody_has(
    company, customer, dry_run
):
    for id in (customer, "nobody"):
        with pytest.raises(NotFound):
            company.desk(BOB).import_contacts(id, cards(WANG), dry_run=dry_run)
    with pytest.raises(NotFound):
        company.desk(BOB).import_contacts(customer, cards(WANG), dry_run=True)


def test_what_is_archived_gets_no_contacts(company, customer):
    company.desk(ANN).archive(customer, "closed")
    with pytest.raises(Rejected, match="archived"):
        company.desk(ANN).import_contacts(customer, cards(WANG), dry_run=True)


@pytest.mark.parametrize("many", [[], cards(*[WANG] * (MOST + 1)), "x"])
def test_there_are_some_cards_and_not_too_many(company, customer, many):
    with pytest.raises(Invalid):
        company.desk(ANN).import_contacts(customer, many)


def test_a_customer_has_at_most_so_many_contacts(company, customer):
    company.desk(ANN).add_contact(customer, LI)
    file = cards(*[{"name": f"王 {n}"} for n in range(MOST)])
    tried = told(company.desk(ANN).import_contacts(customer, file, dry_run=True))

    assert tried == ["added"] * (MOST - 1) + ["too-many-contacts"]
