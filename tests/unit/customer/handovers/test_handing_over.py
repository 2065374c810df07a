"""What becomes of a leaver's customers, part by part; over a log in memory."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kernel import Forbidden, Invalid
from services.customer.events import CustomersHandedOver
from services.customer.portfolio import Limits
from services.customer.service import handing_over
from tests.unit.customer.company import Company
from tests.unit.customer.handovers.office import Office, given
from tests.unit.people import ANN, BOB, MAY


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def office(company):
    return Office(company)


def owned(company, count=1, by=ANN):
    return [company.desk(by).register(name=f"茶行{n}")["id"] for n in range(count)]


def owners(company, ids):
    return [company.customer(id).owner for id in ids]


def test_one_gets_all_with_the_portfolios(company, office):
    ids = owned(company, 3)

    told = office.hand_over("bob")

    assert owners(company, ids) == ["bob"] * 3
    assert (company.portfolio("ann").held, company.portfolio("bob").held) == (0, 3)
    assert (told["state"], told["customers"], told["dealt_with"]) == ("ended", 3, 3)
    assert given(told) == {("owner", "bob"): 3}


def test_evenly_differs_by_at_most_one_whatever_the_batches(company, office):
    owned(company, 11)
    id = office.ask(["bob", "cy", "dan"])
    while office.step(id, size=2).taken < 11:
        pass

    assert sorted(given(office.told(id)).values()) == [3, 4, 4]


def test_by_load_goes_to_whoever_holds_least(company, office):
    owned(company, 4)
    owned(company, 2, by=BOB)

    told = office.hand_over(["bob", "cy"], strategy="load")

    assert (company.portfolio("bob").held, company.portfolio("cy").held) == (3, 3)
    assert given(told) == {("owner", "cy"): 3, ("owner", "bob"): 1}


def test_a_pool_gets_all_and_who_shared_them_is_remembered(company, office):
    [id] = owned(company)
    company.desk(ANN).name_second_owner(id, "bob")

    told = office.hand_over(reason="has left")

    customer = company.customer(id)
    assert (customer.owner, customer.pool, customer.second_owner) == (None, "public", None)
    assert company.portfolio("ann").held == 0
    assert (told["strategy"], given(told)) == ("pool", {("owner", None): 1})
    [event] = company.events(CustomersHandedOver)
    assert event.handed[0].second_owner == "bob"


def test_a_second_owner_who_becomes_the_owner_is_second_owner_no_more(company, office):
    [id] = owned(company)
    company.desk(ANN).name_second_owner(id, "bob")
    company.desk(ANN).add_collaborator(id, "bob")

    office.hand_over("bob")

    customer = company.customer(id)
    assert (customer.owner, customer.second_owner, customer.collaborators) == ("bob", None, {})


def test_the_other_parts_go_too_and_to_nobody_twice(company, office):
    ids = owned(company, 3, by=BOB)
    until = datetime.now(UTC) + timedelta(days=3)
    company.desk(BOB).name_second_owner(ids[0], "ann")
    company.desk(BOB).add_collaborator(ids[1], "ann", until=until.isoformat())
    company.desk(BOB).name_second_owner(ids[2], "ann")

    told = office.hand_over(["bob", "cy"], strategy="evenly")

    assert company.customer(ids[0]).second_owner == "cy"
    assert company.customer(ids[1]).collaborators == {"cy": until}
    assert given(told) == {("second-owner", "cy"): 2, ("collaborator", "cy"): 1}


def test_a_part_that_only_the_owner_could_get_ends(company, office):
    [id] = owned(company, by=BOB)
    company.desk(BOB).name_second_owner(id, "ann")

    told = office.hand_over("bob")

    assert company.customer(id).second_owner is None
    assert given(told) == {("second-owner", None): 1}


def test_full_hands_get_no_more_and_the_rest_is_kept_and_told():
    company = Company(Limits(holding_cap=3, claims_per_day=100))
    office = Office(company)
    ids = owned(company, 3)
    owned(company, 2, by=BOB)

    told = office.hand_over("bob")

    assert sorted(owners(company, ids)) == ["ann", "ann", "bob"]
    assert told["reasons"] == {"holding-cap": 2}
    assert {one["owner"] for one in told["kept"]} == {"ann"}


def test_what_somebody_else_has_got_meanwhile_stays_theirs(company, office):
    first, second = owned(company, 2)
    id = office.ask("bob")
    office.running.close_list(office.running.load(id), [first, second])
    company.desk(MAY).assign(second, "cy")

    office.work(id)

    assert owners(company, [first, second]) == ["bob", "cy"]
    told = office.told(id)
    kept = {"customer_id": second, "part": None, "reason": "changed-hands", "owner": "cy"}
    assert told["kept"] == [kept]


def test_a_preview_says_what_would_come_and_writes_nothing(company, office):
    ids = owned(company, 5)
    before = company.log.head()

    seen = office.desk().preview_handover(leaver="ann", to=["bob", "cy"])

    assert company.log.head() == before
    assert seen["customers"] == 5
    assert given(seen) == {("owner", "bob"): 3, ("owner", "cy"): 2}
    told = office.hand_over(["bob", "cy"])
    assert given(told) == given(seen)
    would = {one["customer_id"]: one["to"] for one in seen["items"]}
    assert [would[id] for id in ids] == owners(company, ids)


def test_a_preview_by_load_counts_on_from_page_to_page(company, office, monkeypatch):
    monkeypatch.setattr(handing_over, "PAGE", 2)
    owned(company, 6)
    owned(company, 2, by=BOB)

    seen = office.desk().preview_handover(leaver="ann", to=["bob", "cy"], strategy="load")

    assert given(seen) == {("owner", "bob"): 2, ("owner", "cy"): 4}


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"to": ["ann"]}, "to"),
        ({"to": [], "strategy": "one"}, "to"),
        ({"to": ["bob", "cy"], "strategy": "one"}, "strategy"),
        ({"to": ["bob"], "strategy": "pool"}, "to"),
        ({"to": ["bob"], "pool": "public"}, "pool"),
        ({"to": [], "pool": "nowhere"}, "pool"),
        ({"to": ["bob"], "strategy": "by dice"}, "strategy"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(company, office, how, field):
    before = company.log.head()

    with pytest.raises(Invalid) as refused:
        office.ask(**how)

    assert [error["field"] for error in refused.value.fields["errors"]] == [field]
    assert company.log.head() == before


def test_only_who_leads_and_sees_the_leaver_hands_over(company, office):
    with pytest.raises(Forbidden):
        office.desk(ANN).hand_over(leaver="bob", to="ann")
    with pytest.raises(Forbidden, match="do not see"):
        office.desk(replace(MAY, visibility="team", team="cy")).hand_over("ann", "bob")


def test_asked_twice_under_one_key_is_one_handover(company, office):
    owned(company, 2)
    first = office.desk(command_id="k").hand_over(leaver="ann", to="bob")
    again = office.desk(command_id="k").hand_over(leaver="ann", to="bob")

    assert (again["id"], office.jobs.open) == (first["id"], {first["id"]})
