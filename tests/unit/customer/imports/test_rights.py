"""What an import does to customers that its asker does not see: nothing, and it names none."""

from dataclasses import replace

import pytest

from kernel import Forbidden, NotFound
from services.customer.bulk.running import asker
from services.customer.events import (
    CustomerEdited,
    CustomerEvent,
    CustomerRegistered,
    ImportRowsTaken,
    ImportUndoRequested,
)
from services.customer.imports import Import, require_sight
from tests.unit.customer.company import Company
from tests.unit.customer.imports.office import Office, row
from tests.unit.people import ANN, BOB, MAY

LEAD = replace(MAY, actor="lead", visibility="team", team="ann")
BOSS_OF_LEAD = replace(LEAD, actor="boss", team="lead")
OTHER = replace(LEAD, actor="other", team="bob")
POLICIES = ("skip", "update", "append")


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def office(company):
    made = Office(company)
    made.asker = LEAD
    return made


def told(company):
    return [
        (one.outcome, one.reason, one.customer_id)
        for event in company.events(ImportRowsTaken)
        for one in event.told
    ]


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("policy", POLICIES)
def test_a_row_of_somebody_whom_the_importer_does_not_see_is_rejected_without_a_name(
    company, office, policy, dry_run
):
    company.desk(BOB).register(name="茶行", phones=["13900000001"])
    before = len(company.events(CustomerEvent))

    office.bring([row(1)], policy=policy, dry_run=dry_run)

    assert told(company) == [("rejected", "held-by-others", None)]
    assert len(company.events(CustomerEvent)) == before


@pytest.mark.parametrize("policy", POLICIES)
def test_nor_is_one_named_that_is_recognised_by_its_row_alone(company, office, policy):
    alone = row(1, 客户名称="张伟", 电话="", 邮箱="", 跟单人="bob")
    office.bring([alone])

    office.bring([alone], policy=policy)

    assert told(company) == [("rejected", "held-by-others", None)]


@pytest.mark.parametrize("share", ["add_collaborator", "name_second_owner", None])
def test_whom_the_importer_sees_is_updated(company, office, share):
    id = company.desk(BOB if share else ANN).register(name="茶行", phones=["13900000001"])["id"]
    if share:
        getattr(company.desk(BOB), share)(id, "lead")

    office.bring([row(1)], policy="update")

    assert told(company) == [("updated", None, id)]
    assert [event.name for event in company.events(CustomerEdited)] == ["客户1"]


def test_what_lies_in_a_pool_is_updated(company, office):
    id = company.desk(MAY).register(name="茶行", phones=["13900000001"], pool="public")["id"]

    office.bring([row(1)], policy="update")

    assert told(company) == [("updated", None, id)]


def test_who_sees_all_updates_all(company, office):
    office.asker = MAY
    id = company.desk(BOB).register(name="茶行", phones=["13900000001"])["id"]

    office.bring([row(1)], policy="update")

    assert told(company) == [("updated", None, id)]


def test_of_whose_rights_nothing_is_known_sees_their_own():
    made = Import("i1", by="lead")

    assert asker(made, {}).people == {"lead"}
    assert not asker(made, {}).sees_all
    assert asker(made, {"visibility": "team", "team": "ann"}).people == {"lead", "ann"}
    assert asker(made, {"visibility": "all"}).sees_all


@pytest.mark.parametrize("command", ["undo_import", "import_rejects", "import_told"])
def test_the_imports_of_people_whom_one_does_not_see_do_not_exist(company, office, command):
    office.asker = MAY
    id = office.bring([row(1)])

    with pytest.raises(NotFound):
        getattr(company.desk(LEAD), command)(id)
    assert company.events(ImportUndoRequested) == []


def test_how_far_it_is_is_told_to_who_sees_the_import(company, office):
    id, read = office.ask([row(number) for number in range(5)])
    office.take(id, read[:2], 2)

    told = company.desk(MAY).import_told(id)

    assert (told["id"], told["state"], told["written"], told["rows"]) == (id, "running", 2, 5)
    assert (told["file"], told["by"], told["undo"]) == ("客户.csv", "may", None)
    assert told["requested_at"] == "2026-01-05T04:00:00Z"


def test_how_far_its_undoing_is_is_told_as_well(company, office):
    id = office.bring([row(number) for number in range(3)], size=2)
    company.desk(ANN).claim(company.events(CustomerRegistered)[0].customer_id)
    office.undo(id)

    told = company.desk(MAY).import_told(id)

    assert told["state"] == "undone"
    assert told["undo"] == {"by": "may", "removed": 2, "restored": 0, "kept": 1}


@pytest.mark.parametrize(("who", "seen"), [(LEAD, True), (BOSS_OF_LEAD, True), (OTHER, False)])
def test_an_import_is_seen_by_its_asker_and_who_sees_them_also_when_another_undid_it(who, seen):
    made = Import("i1", by="root", asked_by="lead")

    if seen:
        require_sight(made, who, "i1")
    else:
        with pytest.raises(NotFound):
            require_sight(made, who, "i1")


def test_sales_see_no_imports_at_all():
    with pytest.raises(Forbidden):
        require_sight(Import("i1", by="ann", asked_by="ann"), ANN, "i1")
