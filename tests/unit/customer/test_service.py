"""What one command writes and answers, over a log in memory."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected, Stale
from kernel.commits import Commits
from kernel.refusal import Unavailable
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerRegistered,
    HoldingDropped,
    HoldingTaken,
    IdentityReserved,
)
from services.customer.portfolio import Limits
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, CLERK, MAY


@pytest.fixture
def company():
    return Company()


def test_who_registers_a_customer_owns_it(company):
    answer = company.desk(ANN).register(
        name="茶行", phones=["13800138000"], emails=["li@example.cn"]
    )

    assert answer == {"id": answer["id"], "version": 1, "position": "customer:4"}
    assert company.customer(answer["id"]).owner == "ann"
    assert company.portfolio("ann").held == 1


def test_a_registration_is_one_commit_with_its_identities_and_its_holder(company):
    company.desk(ANN).register(name="茶行", phones=["13800138000"], emails=["li@example.cn"])

    [commit] = company.log.commits
    assert [entry.type for entry in commit.entries] == [
        "CustomerRegistered", "IdentityReserved", "IdentityReserved", "HoldingTaken",
    ]  # fmt: skip


def test_nothing_personal_stands_in_a_stream_s_name(company):
    company.desk(ANN).register(name="茶行", phones=["13800138000"], emails=["li@example.cn"])

    named = " ".join(company.streams())
    assert "13800138000" not in named
    assert "li@" not in named


def test_a_pool_gets_the_customer_when_one_is_named(company):
    company.desk(MAY).open_pool("north", "北区公海")
    answer = company.desk(ANN).register(name="茶行", pool="north")

    assert company.customer(answer["id"]).pool == "north"
    assert company.events(HoldingTaken) == []


def test_a_manager_registers_for_somebody_else(company):
    answer = company.desk(MAY).register(name="茶行", owner="bob")

    assert company.customer(answer["id"]).owner == "bob"
    assert company.events(CustomerRegistered)[0].by == "may"
    assert company.portfolio("bob").held == 1


def test_a_salesperson_does_not(company):
    with pytest.raises(Forbidden):
        company.desk(ANN).register(name="茶行", owner="bob")


@pytest.mark.parametrize("person", ["bob\u200b", "\u200b", " bob"])
def test_nobody_is_given_a_customer_who_cannot_be_called_by_that_name(company, person):
    id = company.desk(ANN).register(name="茶行")["id"]
    head = company.log.head()
    for field, command in {
        "owner": lambda: company.desk(MAY).register(name="茶庄", owner=person),
        "to": lambda: company.desk(MAY).assign(id, to=person),
    }.items():
        with pytest.raises(Invalid) as caught:
            command()
        assert [error["field"] for error in caught.value.fields["errors"]] == [field]
    assert company.log.head() == head


def test_numbers_that_are_none_are_kept_for_a_manager_only(company):
    with pytest.raises(Forbidden):
        company.desk(ANN).register(name="茶行", phones=["1234"], keep_invalid_phones=True)
    company.desk(MAY).register(name="茶行", phones=["1234"], keep_invalid_phones=True)
    with pytest.raises(Rejected, match="duplicate"):
        company.desk(MAY).register(name="茶行", phones=["12 34"], keep_invalid_phones=True)


def test_a_second_customer_with_the_same_phone_or_address_is_refused(company):
    first = company.desk(ANN).register(
        name="茶行", phones=["13800138000"], emails=["li@example.cn"]
    )
    head = company.log.head()

    with pytest.raises(Rejected) as caught:
        company.desk(MAY).register(
            name="茶庄", phones=["0571-88888888", "+86 138 0013 8000"], emails=["Li@Example.cn"]
        )

    told = {"holder": first["id"], "owner": "ann", "state": "held"}
    assert caught.value.fields["duplicates"] == [
        {"field": "phones.1", "key": "phone"} | told,
        {"field": "emails.0", "key": "email"} | told,
    ]
    assert company.log.head() == head


def test_what_a_colleague_holds_is_not_shown_by_its_phone(company):
    company.desk(ANN).register(name="茶行", phones=["13800138000"])

    with pytest.raises(Rejected) as caught:
        company.desk(BOB).register(name="茶庄", phones=["13800138000"])

    assert caught.value.fields["duplicates"] == [
        {"field": "phones.0", "key": "phone", "state": "held", "holder": None}
    ]


def test_the_same_number_typed_twice_is_no_duplicate_of_itself(company):
    company.desk(ANN).register(name="茶行", phones=["13800138000", "138 0013 8000"])

    assert len(company.events(IdentityReserved)) == 1


def test_wrong_input_writes_nothing(company):
    with pytest.raises(Invalid):
        company.desk(ANN).register(name="", phones=["1"])
    assert company.log.head() == 0


def test_a_claim_is_one_commit_of_the_customer_and_the_claimer(company):
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]

    answer = company.desk(ANN).claim(id)

    assert [entry.type for entry in company.log.commits[-1].entries] == [
        "CustomerClaimed", "HoldingTaken",
    ]  # fmt: skip
    assert answer == {"id": id, "version": 2, "position": "customer:3"}


def test_a_claim_counts_for_the_company_s_day(company):
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]

    company.desk(ANN).claim(id)

    [taken] = company.events(HoldingTaken)
    assert taken.claimed_on == taken.at.astimezone(ZoneInfo("Asia/Shanghai")).date()
    assert company.settings.day(datetime(2026, 1, 5, 17, tzinfo=UTC)).day == 6


def test_claiming_your_own_customer_changes_nothing_even_when_your_hands_are_full():
    company = Company(Limits(holding_cap=1, claims_per_day=1))
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    first = company.desk(ANN).claim(id)

    assert company.desk(ANN).claim(id) == first


def test_who_is_second_learns_who_was_first_even_when_their_hands_are_full():
    company = Company(Limits(holding_cap=1, claims_per_day=1))
    id = company.desk(ANN).register(name="茶行")["id"]
    company.desk(BOB).register(name="茶庄")

    with pytest.raises(Rejected) as caught:
        company.desk(BOB).claim(id)

    assert caught.value.slug == "already-claimed"
    assert caught.value.fields["owner"] == "ann"


def test_the_cap_holds_for_registered_assigned_and_claimed_customers():
    company = Company(Limits(holding_cap=1, claims_per_day=9))
    free = company.desk(MAY).register(name="茶行", pool="public")["id"]
    company.desk(ANN).register(name="茶庄")

    for command in (
        lambda: company.desk(ANN).register(name="茶楼"),
        lambda: company.desk(ANN).claim(free),
        lambda: company.desk(MAY).assign(free, to="ann"),
        lambda: company.desk(MAY).register(name="茶社", owner="ann"),
    ):
        with pytest.raises(Rejected, match="holding-cap"):
            command()
    assert company.portfolio("ann").held == 1


def test_claim_release_claim_does_not_get_around_the_daily_limit():
    company = Company(Limits(holding_cap=9, claims_per_day=2))
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    for _ in range(2):
        company.desk(ANN).claim(id)
        company.desk(ANN).release(id, "no")

    with pytest.raises(Rejected, match="claims-per-day"):
        company.desk(ANN).claim(id)
    company.desk(MAY).assign(id, to="ann")  # a manager's gift is no claim


def test_releasing_empties_the_owner_s_hands_whoever_does_it(company):
    id = company.desk(ANN).register(name="茶行")["id"]

    company.desk(MAY).open_pool("north", "北区公海")
    company.desk(MAY).release(id, "on holiday", pool="north")

    assert company.portfolio("ann").held == 0
    assert company.events(HoldingDropped)[0].person == "ann"
    assert company.customer(id).pool == "north"


def test_a_reason_is_needed_to_release(company):
    id = company.desk(ANN).register(name="茶行")["id"]
    for reason in ("", "  ", "x" * 1001, None, "a\0b"):
        with pytest.raises(Invalid):
            company.desk(ANN).release(id, reason)
    assert company.customer(id).owner == "ann"


def test_assigning_moves_the_customer_from_one_holder_to_the_other(company):
    id = company.desk(ANN).register(name="茶行")["id"]

    answer = company.desk(MAY).assign(id, to="bob")

    assert (company.portfolio("ann").held, company.portfolio("bob").held) == (0, 1)
    assert company.events(CustomerAssigned)[0].owner_before == "ann"
    assert company.desk(MAY).assign(id, to="bob") == answer


def test_a_process_that_heard_of_another_owner_decides_with_the_present_one():
    company = Company(processes=2)
    id = company.desk(ANN).register(name="茶行")["id"]
    company.desk(MAY, process=1).assign(id, to="bob")

    company.desk(MAY, process=0).assign(id, to="cy")

    assert [company.portfolio(person).held for person in ("ann", "bob", "cy")] == [0, 0, 1]


def test_a_customer_that_never_rests_is_left_alone_after_a_while(company):
    id = company.desk(ANN).register(name="茶行")["id"]
    desk = company.desk(MAY)

    class Restless(Commits):
        def commit(self, *changes: Any) -> Any:
            next_one = {"ann": "bob", "bob": "ann"}[company.customer(id).owner]
            company.desk(MAY).assign(id, to=next_one)
            return super().commit(*changes)

    desk.log = Restless(company.processes[0], desk.caller)
    with pytest.raises(Unavailable, match="busy"):
        desk.assign(id, to="cy")


@pytest.mark.parametrize("id", ["no-such-id", "", "a/b", "a@1", "x" * 65, 7, None, "a\0"])
def test_what_does_not_exist_is_not_found(company, id):
    for command in (
        lambda: company.desk(ANN).claim(id),
        lambda: company.desk(ANN).release(id, "no"),
        lambda: company.desk(MAY).assign(id, to="bob"),
    ):
        with pytest.raises(NotFound):
            command()


def test_other_roles_change_nothing(company):
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    for command in (
        lambda: company.desk(CLERK).register(name="茶庄"),
        lambda: company.desk(CLERK).claim(id),
        lambda: company.desk(CLERK).release(id, "no"),
        lambda: company.desk(CLERK).assign(id, to="bob"),
    ):
        with pytest.raises(Forbidden):
            command()


def test_an_edit_on_an_old_version_is_stale(company):
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    with pytest.raises(Stale):
        company.desk(ANN).claim(id, expected=9)
    with pytest.raises(Invalid):
        company.desk(ANN).claim(id, expected="1")
    assert company.desk(ANN).claim(id, expected=1)["version"] == 2
    with pytest.raises(Stale):
        company.desk(ANN).release(id, "no", expected=1)
    with pytest.raises(Stale):
        company.desk(MAY).assign(id, to="bob", expected=1)


def test_a_stale_version_does_not_betray_a_colleague_s_customer(company):
    id = company.desk(ANN).register(name="茶行")["id"]
    with pytest.raises(NotFound):
        company.desk(BOB).release(id, "no", expected=9)
    with pytest.raises(Rejected, match="already-claimed"):
        company.desk(BOB).claim(id, expected=9)


def test_nor_does_it_when_the_process_has_not_heard_of_the_colleague_yet():
    company = Company(processes=2)
    id = company.desk(MAY).register(name="茶行", pool="public")["id"]
    company.desk(ANN, process=1).claim(id)

    with pytest.raises(NotFound):
        company.desk(BOB, process=0).release(id, "no", expected=9)
    id = company.desk(MAY).register(name="茶庄", pool="public")["id"]
    company.desk(ANN, process=1).claim(id)
    with pytest.raises(Rejected, match="already-claimed"):
        company.desk(BOB, process=0).claim(id, expected=9)


def test_the_same_command_again_answers_what_it_answered(company):
    asked = {"name": "茶行", "phones": ["13800138000"]}
    first = company.desk(ANN, "one").register(**asked)
    assert company.desk(ANN, "one").register(**asked) == first

    released = company.desk(ANN, "two").release(first["id"], "no")
    company.desk(BOB).claim(first["id"])
    assert company.desk(ANN, "two").release(first["id"], "no") == released
    assert len(company.events(CustomerRegistered)) == len(company.events(CustomerClaimed)) == 1


def test_things_happen_when_they_are_done(company):
    company.desk(ANN).register(name="茶行")

    [made] = company.events(CustomerRegistered)
    assert datetime.now(UTC) - made.at < timedelta(minutes=1)
