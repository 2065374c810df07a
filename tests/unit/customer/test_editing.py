"""Edits of a profile: what one writes, and what becomes of phones and addresses."""

from functools import partial
from typing import Any

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected, Stale
from kernel.commits import Commits
from kernel.refusal import Unavailable
from services.customer.events import CustomerEdited, IdentityFreed, IdentityReserved
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, CLERK, MAY

FIRST, SECOND = "13800138000", "13900139000"


@pytest.fixture
def company():
    return Company()


def registered(company, by=ANN, **about):
    return company.desk(by).register(**{"name": "茶行", "phones": [FIRST]} | about)["id"]


def entries(company):
    return [entry.type for entry in company.log.commits[-1].entries]


def test_an_edit_publishes_the_whole_profile_and_what_has_changed(company):
    id = registered(company, emails=["li@example.cn"])

    answer = company.desk(ANN).edit(id, {"level": "A", "remark": "新"})

    [edited] = company.events(CustomerEdited)
    assert (edited.changed, edited.by) == (("level", "remark"), "ann")
    assert (edited.name, edited.level, edited.emails) == ("茶行", "A", ("li@example.cn",))
    assert edited.phones[0].e164 == "+8613800138000"
    assert answer["version"] == 2
    assert entries(company) == ["CustomerEdited"]


def test_an_edit_that_changes_nothing_writes_nothing(company):
    id = registered(company)
    head = company.log.head()

    assert company.desk(ANN).edit(id, {"name": "茶行 ", "phones": [FIRST], "level": None})["id"]
    assert company.desk(ANN).edit(id, {})["version"] == 1
    assert company.log.head() == head


def test_another_phone_is_taken_and_the_old_one_free_in_the_same_commit(company):
    id = registered(company)

    company.desk(ANN).edit(id, {"phones": [SECOND]})

    assert entries(company) == ["CustomerEdited", "IdentityFreed", "IdentityReserved"]
    registered(company, by=BOB)
    with pytest.raises(Rejected, match="duplicate"):
        registered(company, by=BOB, phones=[SECOND])


def test_a_phone_that_stays_is_neither_freed_nor_taken_again(company):
    id = registered(company)

    company.desk(ANN).edit(id, {"phones": [SECOND, f"+86 {FIRST}"]})

    assert (len(company.events(IdentityReserved)), company.events(IdentityFreed)) == (2, [])


def test_the_phone_of_another_is_refused_and_its_holder_named_to_who_may_know(company):
    other = registered(company, by=BOB)
    id = registered(company, phones=[SECOND])
    head = company.log.head()

    with pytest.raises(Rejected) as mine:
        company.desk(ANN).edit(id, {"phones": [SECOND, FIRST]})
    with pytest.raises(Rejected) as theirs:
        company.desk(MAY).edit(id, {"phones": [SECOND, FIRST]})

    held = {"field": "phones.1", "key": "phone", "state": "held"}
    assert mine.value.fields["duplicates"] == [held | {"holder": None}]
    assert theirs.value.fields["duplicates"] == [held | {"holder": other, "owner": "bob"}]
    assert company.log.head() == head


def test_what_a_colleague_holds_does_not_exist_and_what_lies_in_a_pool_is_everybody_s(company):
    id = registered(company, by=BOB)
    with pytest.raises(NotFound):
        company.desk(ANN).edit(id, {"level": "A"})
    with pytest.raises(NotFound):
        company.desk(ANN).edit(id, {"level": "A"}, expected=9)
    with pytest.raises(NotFound):
        company.desk(ANN).edit("nobody", {"level": "A"})
    with pytest.raises(Forbidden):
        company.desk(CLERK).edit(id, {"level": "A"})
    pooled = registered(company, phones=[], pool="public")
    assert company.desk(BOB).edit(pooled, {"level": "A"})["version"] == 2


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": None}, {"name"}),
        ({"colour": "red"}, {"colour"}),
        ({"owner": "bob"}, {"owner"}),
        ({"phones": "x", "level": 7}, {"phones", "level"}),
        ({"fields": [{}]}, {"fields"}),
        ({"fields": {"nobody": "x"}, "level": 7}, {"fields.nobody", "level"}),
    ],
)
def test_a_wrong_edit_names_every_field_and_writes_nothing(company, changes, fields):
    id = registered(company)
    head = company.log.head()

    with pytest.raises(Invalid) as caught:
        company.desk(ANN).edit(id, changes)

    assert {error["field"] for error in caught.value.fields["errors"]} == fields
    assert company.log.head() == head


def test_changes_are_an_object(company):
    with pytest.raises(Invalid):
        company.desk(ANN).edit(registered(company), [["level", "A"]])


def test_an_edit_of_an_old_version_is_stale(company):
    id = registered(company)
    company.desk(ANN).edit(id, {"level": "A"}, expected=1)
    with pytest.raises(Stale):
        company.desk(ANN).edit(id, {"level": "B"}, expected=1)
    with pytest.raises(Invalid):
        company.desk(ANN).edit(id, {"level": "B"}, expected="2")


def test_two_who_edit_different_fields_both_succeed():
    company = Company(processes=2)
    id = registered(company)
    company.desk(ANN, process=1).edit(id, {"remark": "x", "phones": [SECOND]})

    company.desk(MAY, process=0).edit(id, {"level": "A", "phones": [FIRST, SECOND]})

    kept = company.customer(id).profile
    assert (kept.remark, kept.level, len(kept.phones)) == ("x", "A", 2)
    assert len(company.events(IdentityReserved)) == 3  # the first, the second, the first again


def test_a_phone_is_not_lost_by_an_edit_that_was_made_up_on_an_older_profile():
    """What is freed and taken follows from the profile that the edit meets, not the one before."""
    company = Company(processes=2)
    id = registered(company)
    company.desk(ANN, process=1).edit(id, {"phones": [SECOND]})

    company.desk(MAY, process=0).edit(id, {"phones": []})

    registered(company, by=BOB, phones=[FIRST, SECOND])


def test_a_customer_that_never_rests_is_left_alone_after_a_while(company):
    id = registered(company)
    desk = company.desk(MAY)

    class Restless(Commits):
        def commit(self, *changes: Any) -> Any:
            level = company.customer(id).profile.level or "A"
            company.desk(MAY).edit(id, {"level": level + "A"})
            return super().commit(*changes)

    desk.log = Restless(company.processes[0], desk.caller)
    with pytest.raises(Unavailable, match="busy"):
        desk.edit(id, {"remark": "x"})


def test_the_same_edit_again_answers_what_it_answered(company):
    id = registered(company)
    edit = partial(company.desk(ANN, "one").edit, id, {"level": "A"})
    first = edit()
    company.desk(MAY).edit(id, {"level": "B"})

    assert company.desk(ANN, "one").edit(id, {"level": "A"}) == first
    assert company.customer(id).profile.level == "B"


def test_numbers_that_are_none_are_kept_for_a_manager_only(company):
    id = registered(company)
    with pytest.raises(Forbidden):
        company.desk(ANN).edit(id, {"phones": ["1234"]}, keep_invalid_phones=True)
    company.desk(MAY).edit(id, {"phones": ["1234"]}, keep_invalid_phones=True)
    assert not company.customer(id).profile.phones[0].valid


def test_landlines_that_are_added_later_are_those_of_the_customers_address(company):
    id = registered(company, addresses=[{"written": "浙江省杭州市西湖区龙井路1号"}])
    company.desk(ANN).edit(id, {"phones": ["88888888"]})
    made = company.desk(ANN).add_contact(id, {"name": "王刚", "phones": ["87654321"]})
    company.desk(ANN).edit_contact(id, made["id"], {"phones": ["87654322"]})

    known = company.customer(id)
    assert known.profile.phones[0].e164 == "+8657188888888"
    assert known.people.contacts[made["id"]].phones[0].e164 == "+8657187654322"
    for strange, who in ((id, BOB), ("nobody", ANN)):
        with pytest.raises(Invalid):  # whether it has an address, is not told
            company.desk(who).edit(strange, {"phones": ["88888888"]})
