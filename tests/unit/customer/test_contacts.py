"""The people at a customer: who they are, how they are reached, and to whom they report."""

import pytest

from kernel import Invalid, NotFound, Rejected, Stale
from services.customer.contact import MOST
from services.customer.events import ContactAdded, ContactEdited, IdentityFreed
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, MAY

PHONE, OTHER = "13800138000", "13900139000"


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def id(company):
    return company.desk(ANN).register(name="茶行", phones=[OTHER])["id"]


def added(company, customer, primary=None, **person):
    desk = company.desk(ANN)
    return desk.add_contact(customer, {"name": "欧阳锋"} | person, primary)["id"]


def entries(company):
    return [entry.type for entry in company.log.commits[-1].entries]


def people(company, id):
    return company.customer(id).people


def test_a_contact_is_added_with_all_that_is_known_of_them(company, id):
    answer = company.desk(ANN).add_contact(
        id,
        {
            "name": "欧阳锋", "role": "总经理", "department": "采购部", "birthday": "1980-02-29",
            "phones": [PHONE], "emails": ["feng@example.cn"],
            "messaging": [{"kind": "wechat", "id": "ouyangfeng"}], "remark": "慢",
        },
    )  # fmt: skip

    [event] = company.events(ContactAdded)
    assert (event.contact_id, event.customer_id) == (answer["id"], id)
    assert (event.role, event.birthday.year, event.phones[0].e164) == (
        "总经理",
        1980,
        f"+86{PHONE}",
    )
    assert answer["version"] == company.desk(ANN).edit(id, {})["version"]
    assert entries(company)[:2] == ["ContactAdded", "PrimaryContactNamed"]
    assert set(entries(company)[2:]) == {"IdentityReserved"}


def test_a_contact_s_phone_is_reserved_as_the_customer_s_own_is(company, id):
    contact = added(company, id, phones=[PHONE])

    with pytest.raises(Rejected) as caught:
        company.desk(BOB).register(name="茶庄", phones=[PHONE])
    assert caught.value.fields["duplicates"][0]["holder"] is None
    company.desk(ANN).edit_contact(id, contact, {"phones": []})
    company.desk(BOB).register(name="茶庄", phones=[PHONE])


def test_a_contact_of_another_customer_cannot_have_it(company, id):
    company.desk(BOB).register(name="茶庄", phones=[PHONE])

    with pytest.raises(Rejected) as caught:
        added(company, id, phones=[PHONE])

    [told] = caught.value.fields["duplicates"]
    assert (told["field"], told["key"], told["state"]) == ("phones.0", "phone", "held")
    assert caught.value.detail.endswith("already: phones.0")
    assert people(company, id).contacts == {}


def test_what_customer_and_contact_share_stays_reserved_until_neither_uses_it(company, id):
    contact = added(company, id, phones=[OTHER])

    company.desk(ANN).edit(id, {"phones": []})
    assert company.events(IdentityFreed) == []
    company.desk(ANN).remove_contact(id, contact)
    assert len(company.events(IdentityFreed)) == 1


def test_the_first_contact_is_asked_first_until_another_is_named(company, id):
    first, second = added(company, id), added(company, id)
    assert people(company, id).primary == first

    company.desk(ANN).name_primary_contact(id, second)
    assert people(company, id).primary == second
    head = company.log.head()
    company.desk(ANN).name_primary_contact(id, second)
    assert company.log.head() == head
    third = added(company, id, primary=True)
    assert people(company, id).primary == third


def test_who_is_removed_is_asked_first_no_more_and_nobody_reports_to_them(company, id):
    boss = added(company, id)
    clerk = added(company, id, reports_to=boss)

    company.desk(ANN).remove_contact(id, boss)

    assert entries(company) == ["ContactRemoved", "PrimaryContactNamed"]
    assert people(company, id).primary is None
    assert people(company, id).contacts[clerk].reports_to is None


def test_an_edit_publishes_the_whole_contact_and_what_has_changed(company, id):
    contact = added(company, id, role="经理")

    company.desk(ANN).edit_contact(id, contact, {"role": None, "department": "采购部"})
    head = company.log.head()
    company.desk(ANN).edit_contact(id, contact, {"department": "采购部"})

    [event] = company.events(ContactEdited)
    assert (event.changed, event.name) == (("role", "department"), "欧阳锋")
    assert (event.role, event.department) == (None, "采购部")
    assert company.log.head() == head


def test_nobody_reports_to_themselves_over_however_many_others(company, id):
    one = added(company, id)
    two = added(company, id, reports_to=one)
    three = added(company, id, reports_to=two)

    for above in (one, two, three, "nobody"):
        with pytest.raises(Invalid) as caught:
            company.desk(ANN).edit_contact(id, one, {"reports_to": above})
        assert caught.value.fields["errors"][0]["field"] == "reports_to"
    company.desk(ANN).edit_contact(id, three, {"reports_to": one})


def test_contacts_of_one_customer_are_none_of_another(company, id):
    contact = added(company, id)
    other = company.desk(ANN).register(name="茶庄")["id"]
    desk = company.desk(ANN)
    for command in (
        lambda: desk.edit_contact(other, contact, {"role": "x"}),
        lambda: desk.remove_contact(other, contact),
        lambda: desk.name_primary_contact(other, contact),
        lambda: desk.edit_contact(id, "a/b", {}),
    ):
        with pytest.raises(NotFound):
            command()
    with pytest.raises(Invalid):
        added(company, other, reports_to=contact)


def test_the_contacts_of_a_colleague_s_customer_do_not_exist(company, id):
    contact = added(company, id)
    for command in (
        lambda: company.desk(BOB).add_contact(id, {"name": "x"}),
        lambda: company.desk(BOB).edit_contact(id, contact, {"role": "x"}),
        lambda: company.desk(BOB).remove_contact(id, contact),
    ):
        with pytest.raises(NotFound):
            command()
    assert company.desk(MAY).edit_contact(id, contact, {"role": "x"})["id"] == id


@pytest.mark.parametrize(
    ("person", "fields"),
    [
        ({"name": None}, {"name"}),
        ({"name": "", "birthday": "1980-02-30"}, {"name", "birthday"}),
        ({"phones": ["x"], "colour": 1}, {"phones.0", "colour"}),
        ({"messaging": [{"kind": "qq", "id": "x"}], "emails": ["x"]},
         {"messaging.0.id", "emails.0"}),
    ],
)  # fmt: skip
def test_a_wrong_contact_names_every_field(company, id, person, fields):
    with pytest.raises(Invalid) as caught:
        added(company, id, **person)
    assert {error["field"] for error in caught.value.fields["errors"]} == fields


def test_a_customer_has_no_crowd_of_contacts(company, id):
    for _ in range(MOST):
        added(company, id)
    with pytest.raises(Rejected, match="too-many-contacts"):
        added(company, id)


def test_the_same_command_again_adds_nobody_and_names_the_same_contact(company, id):
    first = company.desk(ANN, "one").add_contact(id, {"name": "王芳"})
    assert company.desk(ANN, "one").add_contact(id, {"name": "王芳"}) == first
    assert len(company.events(ContactAdded)) == 1


def test_a_contact_on_an_old_version_is_stale(company, id):
    added(company, id)
    with pytest.raises(Stale):
        company.desk(ANN).add_contact(id, {"name": "王芳"}, expected=1)
