"""The archive: what an archived customer leaves behind, and what it finds when it comes back."""

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected
from services.customer.events import CustomerArchived, CustomerRestored, HoldingDropped
from services.customer.portfolio import Limits
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, MAY

PHONE, OTHER = "13800138000", "13900139000"


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def id(company):
    id = company.desk(ANN).register(name="茶行", phones=[PHONE])["id"]
    company.desk(ANN).add_contact(id, {"name": "王芳", "phones": [OTHER]})
    return id


def test_archiving_frees_the_phones_and_the_hands_in_one_commit(company, id):
    company.desk(ANN).archive(id, "已关门")

    assert [entry.type for entry in company.log.commits[-1].entries] == [
        "CustomerArchived", "IdentityFreed", "IdentityFreed", "HoldingDropped",
    ]  # fmt: skip
    [archived] = company.events(CustomerArchived)
    assert (archived.owner_before, archived.pool_before, archived.reason) == ("ann", None, "已关门")
    assert company.events(HoldingDropped)[0].person == "ann"
    company.desk(BOB).register(name="茶庄", phones=[PHONE, OTHER])


def test_archiving_again_changes_nothing(company, id):
    answer = company.desk(ANN).archive(id, "已关门")
    head = company.log.head()
    assert company.desk(ANN).archive(id, "again") == answer
    assert company.log.head() == head


def test_nothing_is_done_with_what_is_archived(company, id):
    contact = next(iter(company.customer(id).people.contacts))
    company.desk(ANN).archive(id, "已关门")
    head = company.log.head()
    for command in (
        lambda: company.desk(ANN).claim(id),
        lambda: company.desk(ANN).release(id, "no"),
        lambda: company.desk(MAY).assign(id, to="bob"),
        lambda: company.desk(ANN).edit(id, {"level": "A"}),
        lambda: company.desk(ANN).add_contact(id, {"name": "李雷"}),
        lambda: company.desk(ANN).edit_contact(id, contact, {"role": "x"}),
        lambda: company.desk(ANN).remove_contact(id, contact),
    ):
        with pytest.raises(Rejected, match="archived"):
            command()
    assert company.log.head() == head


def test_a_restored_customer_is_its_owner_s_again_with_its_phones(company, id):
    company.desk(ANN).archive(id, "已关门")

    company.desk(ANN).restore(id)

    assert company.customer(id).owner == "ann"
    assert company.portfolio("ann").held == 1
    with pytest.raises(Rejected, match="duplicate"):
        company.desk(BOB).register(name="茶庄", phones=[OTHER])
    head = company.log.head()
    company.desk(ANN).restore(id)
    assert company.log.head() == head


def test_what_lay_in_a_pool_comes_back_to_it(company):
    company.desk(MAY).open_pool("north", "北区")
    id = company.desk(MAY).register(name="茶行", pool="north")["id"]
    with pytest.raises(Forbidden):
        company.desk(ANN).archive(id, "已关门")
    company.desk(MAY).archive(id, "已关门")
    with pytest.raises(Forbidden):
        company.desk(ANN).restore(id)

    company.desk(MAY).restore(id)

    assert (company.customer(id).owner, company.customer(id).pool) == (None, "north")


def test_with_full_hands_it_comes_back_to_the_pool():
    company = Company(Limits(holding_cap=1, claims_per_day=1))
    id = company.desk(ANN).register(name="茶行")["id"]
    company.desk(ANN).archive(id, "已关门")
    company.desk(ANN).register(name="茶庄")

    company.desk(ANN).restore(id)

    [restored] = company.events(CustomerRestored)
    assert (restored.owner, restored.pool) == (None, "public")
    assert company.portfolio("ann").held == 1


def test_restore_is_refused_while_another_has_the_phone_who_is_named_to_who_may_know(company, id):
    company.desk(ANN).archive(id, "已关门")
    other = company.desk(BOB).register(name="茶庄", phones=[PHONE])["id"]
    head = company.log.head()

    for asker, holder in ((ANN, {"holder": None}), (MAY, {"holder": other, "owner": "bob"})):
        with pytest.raises(Rejected, match="duplicate") as caught:
            company.desk(asker).restore(id)
        told = {"field": "phones.0", "key": "phone", "state": "held"}
        assert caught.value.fields["duplicates"] == [told | holder]
    assert company.log.head() == head
    company.desk(BOB).edit(other, {"phones": []})
    company.desk(ANN).restore(id)


def test_of_a_colleague_s_archived_customer_nothing_is_known(company, id):
    with pytest.raises(NotFound):
        company.desk(BOB).archive(id, "x")
    company.desk(ANN).archive(id, "已关门")
    for command in (
        lambda: company.desk(BOB).restore(id),
        lambda: company.desk(BOB).edit(id, {"level": "A"}),
        lambda: company.desk(BOB).restore(id, expected=9),
    ):
        with pytest.raises(NotFound):
            command()
    company.desk(MAY).restore(id)
    assert company.customer(id).owner == "ann"


@pytest.mark.parametrize("reason", ["", " ", None, 7, "x" * 1001])
def test_a_reason_is_needed_to_archive(company, id, reason):
    with pytest.raises(Invalid):
        company.desk(ANN).archive(id, reason)
    assert not company.customer(id).archived


def test_the_same_restore_again_answers_the_same(company, id):
    company.desk(ANN).archive(id, "已关门")
    first = company.desk(ANN, "one").restore(id)
    company.desk(ANN).archive(id, "again")

    assert company.desk(ANN, "one").restore(id) == first
    assert company.customer(id).archived
