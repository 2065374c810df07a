"""Many at once, through two processes on a real log: one wins, and nothing is counted wrong."""

from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

from kernel import Rejected
from kernel.mongo import MongoLog
from services.customer.events import CustomerClaimed, CustomerRegistered, HoldingTaken
from services.customer.portfolio import Limits
from tests.integration.servers import throwaway_database
from tests.log_contract import together
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, MAY

CLAIMERS = 16
CUSTOMERS = 5


@pytest.fixture
def company():
    with throwaway_database() as database:
        logs = [MongoLog(database, "customer") for _ in range(2)]
        logs[0].create_indexes()
        yield Company(Limits(holding_cap=CUSTOMERS, claims_per_day=3), logs=logs)


def desks(company, people):
    return [
        company.desk(person, process=number % len(company.processes))
        for number, person in enumerate(people)
    ]


def slugs(results):
    return Counter(
        result.slug if isinstance(result, Rejected) else type(result).__name__ for result in results
    )


def test_of_any_number_of_claims_exactly_one_wins_and_the_others_learn_who_it_was(company):
    ids = [company.desk(MAY).register(name="茶行", pool="public")["id"] for _ in range(CUSTOMERS)]
    people = [replace(ANN, actor=f"person {number}") for number in range(CLAIMERS)]

    for id in ids:
        results = together([partial(desk.claim, id) for desk in desks(company, people)])

        [winner] = [
            event.by for event in company.events(CustomerClaimed) if event.customer_id == id
        ]
        lost = [result for result in results if isinstance(result, Rejected)]
        assert len(lost) == CLAIMERS - 1
        assert company.customer(id).owner == winner
        assert {result.slug for result in lost} <= {"already-claimed", "claims-per-day"}
        assert {result.fields.get("owner", winner) for result in lost} == {winner}


def test_parallel_claims_by_one_person_never_get_past_the_daily_limit(company):
    ids = [company.desk(MAY).register(name="茶行", pool="public")["id"] for _ in range(CUSTOMERS)]

    results = together(
        [
            partial(desk.claim, id)
            for id, desk in zip(ids, desks(company, [ANN] * CUSTOMERS), strict=True)
        ]
    )

    assert slugs(results) == {"dict": 3, "claims-per-day": 2}
    assert company.portfolio("ann").held == len(company.events(HoldingTaken)) == 3


def test_batches_that_overlap_give_each_customer_one_owner_and_nobody_too_many(company):
    ids = [company.desk(MAY).register(name="茶行", pool="public")["id"] for _ in range(CUSTOMERS)]
    people = [replace(ANN, actor=f"person {number % 4}") for number in range(8)]

    answers = together(
        [
            partial(desk.claim_many, ids[turn % CUSTOMERS :] + ids[: turn % CUSTOMERS])
            for turn, desk in enumerate(desks(company, people))
        ]
    )

    owners = {id: company.customer(id).owner for id in ids}
    assert None not in owners.values()
    taken = company.events(HoldingTaken)
    assert sorted((one.customer_id, one.person) for one in taken) == sorted(owners.items())
    assert max(Counter(one.person for one in taken).values()) <= 3
    rows = [(row, one.caller.actor) for row, one in told_to(answers, desks(company, people))]
    assert {owners[row["id"]] == person for row, person in rows if row["ok"]} == {True}
    assert {row["problem"]["slug"] for row, _ in rows if not row["ok"]} <= {
        "already-claimed", "claims-per-day",
    }  # fmt: skip


def test_a_batch_that_is_repeated_does_what_is_left_to_do(company):
    ids = [company.desk(MAY).register(name="茶行", pool="public")["id"] for _ in range(3)]
    company.desk(BOB).claim(ids[1])

    same = [company.desk(ANN, "batch", process=number % 2) for number in range(6)]
    together([partial(desk.claim_many, ids) for desk in same])
    company.desk(BOB).release(ids[1], "no")
    again = company.desk(ANN, "batch").claim_many(ids)["items"]

    assert [row["ok"] for row in again] == [True, True, True]
    assert [row["version"] for row in again] == [2, 4, 2]
    assert company.portfolio("ann").held == 3


def told_to(answers, those):
    """Each row of each answer, with whom it was told to."""
    pairs = zip(answers, those, strict=True)
    return [(row, desk) for answer, desk in pairs for row in answer["items"]]


def test_of_any_number_of_registrations_of_one_phone_exactly_one_customer_comes_of(company):
    people = [replace(ANN, actor=f"person {number}") for number in range(CLAIMERS)]

    results = together(
        [
            partial(desk.register, name="茶行", phones=["13800138000"])
            for desk in desks(company, people)
        ]
    )

    assert slugs(results) == {"dict": 1, "duplicate": CLAIMERS - 1}
    assert len(company.events(CustomerRegistered)) == 1


def test_one_command_sent_many_times_is_done_once(company):
    same = [company.desk(ANN, "one", process=number % 2) for number in range(CLAIMERS)]

    results = together([partial(desk.register, name="茶行") for desk in same])

    assert len({str(result) for result in results}) == 1
    assert len(company.events(CustomerRegistered)) == 1


def test_assigned_to_and_fro_at_once_a_customer_is_held_by_its_owner_alone(company):
    id = company.desk(ANN).register(name="茶行")["id"]

    results = together(
        [
            partial(desk.assign, id, to=to)
            for desk, to in zip(desks(company, [MAY] * 8), ["bob", "cy"] * 4, strict=True)
        ]
    )

    assert set(slugs(results)) <= {"dict", "Unavailable"}
    assert slugs(results)["dict"] > 0
    held = {person: company.portfolio(person).held for person in ("ann", "bob", "cy")}
    assert held == {"ann": 0, "bob": 0, "cy": 0} | {company.customer(id).owner: 1}
