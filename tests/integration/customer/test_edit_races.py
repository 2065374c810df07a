"""Edits, contacts and restores at once, through two processes: no phone is lost or held by two."""

from functools import partial

from services.customer import identity, recognised
from services.customer.events import CustomerEdited, CustomerRestored
from services.customer.identity import PHONE
from tests.integration.customer.test_races import company, desks, slugs
from tests.log_contract import together
from tests.unit.customer.company import KEY
from tests.unit.people import ANN, BOB, MAY

__all__ = ["company"]  # a fixture

PHONE_NUMBERS = [f"1380013800{n}" for n in range(8)]


def reserved_is_what_is_used(company, ids):
    """Every phone that a customer or a contact of it uses is held by that one, and no other is."""
    used = {
        identity.keyed(key.value, KEY): (id,)
        for id in ids
        for key in recognised.by(company.customer(id))
    }
    names = {name.removeprefix("phone/") for name in company.streams() if name[:6] == "phone/"}
    states = company.processes[0]
    held = {name: states.load(PHONE, name, fresh=True).state.holders for name in names}
    assert {name: holder for name, holder in held.items() if holder} == used


def test_of_any_number_of_edits_to_one_phone_exactly_one_customer_gets_it(company):
    ids = [company.desk(ANN).register(name="茶行")["id"] for _ in range(5)]

    results = together([
        partial(desk.edit, id, {"phones": [PHONE_NUMBERS[0]]})
        for id, desk in zip(ids, desks(company, [MAY] * 5), strict=True)
    ])  # fmt: skip

    assert slugs(results) == {"dict": 1, "duplicate": 4}
    assert len(company.events(CustomerEdited)) == 1
    reserved_is_what_is_used(company, ids)


def test_edits_and_contacts_of_one_customer_at_once_leave_nothing_reserved_that_nobody_uses(
    company,
):
    id = company.desk(ANN).register(name="茶行", phones=PHONE_NUMBERS[:1])["id"]
    edits = [
        partial(desk.edit, id, {"phones": [number]})
        for number, desk in zip(PHONE_NUMBERS, desks(company, [MAY] * 8), strict=True)
    ]
    contacts = [
        partial(desk.add_contact, id, {"name": "王芳", "phones": [number]})
        for number, desk in zip(PHONE_NUMBERS, desks(company, [ANN] * 8), strict=True)
    ]

    results = together([*edits, *contacts])

    assert set(slugs(results)) == {"dict"}
    assert len(company.customer(id).people.contacts) == 8
    reserved_is_what_is_used(company, [id])


def test_restored_and_registered_at_once_a_phone_goes_to_one_of_them(company):
    id = company.desk(ANN).register(name="茶行", phones=PHONE_NUMBERS[:1])["id"]
    company.desk(ANN).archive(id, "已关门")

    results = together([
        *(partial(desk.restore, id) for desk in desks(company, [MAY] * 4)),
        *(partial(desk.register, name="茶庄", phones=PHONE_NUMBERS[:1], pool="public")
          for desk in desks(company, [BOB] * 4)),
    ])  # fmt: skip

    won = [result["id"] for result in results if isinstance(result, dict)]
    assert len(set(won)) == 1
    assert len(company.events(CustomerRestored)) == (1 if won[0] == id else 0)
    reserved_is_what_is_used(company, {id, *won})
    assert company.portfolio("ann").held == (1 if won[0] == id else 0)
