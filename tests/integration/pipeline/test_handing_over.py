"""Deals that change hands on a real log: two workers at once, and people who are faster."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from kernel.mongo import MongoLog
from services.customer.events import HandoverEnded, HandoverUndone
from services.pipeline.events import (
    OpportunitiesGivenBack,
    OpportunitiesHandedOver,
    OpportunityHandoverEnded,
    OpportunityReassigned,
)
from tests.integration.servers import throwaway_database
from tests.log_contract import together
from tests.unit.pipeline.office import Office

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
ENDED = HandoverEnded("h", "may", NOON, "ann", ("bob", "cy"))
UNDONE = HandoverUndone("h", "may", NOON, "ann")
DEALS = [f"o{number:03d}" for number in range(120)]


@pytest.fixture
def offices() -> Iterator[list[Office]]:
    with throwaway_database() as database:
        logs = [MongoLog(database, "pipeline") for _ in range(2)]
        logs[0].create_indexes()
        made = [Office(log) for log in logs]
        together([partial(open_all, made[0], DEALS[n::4]) for n in range(4)])
        yield made


def open_all(office: Office, ids: list[str]) -> None:
    for id in ids:
        office.open(id)


def whose(office: Office) -> Counter[str | None]:
    return Counter(office.whose(*DEALS))


def test_two_workers_and_people_who_are_faster(offices: list[Office]) -> None:
    """What others have given away meanwhile is kept and told; nothing is dealt with twice."""
    [one, other] = offices
    one.react(ENDED, 9)
    giving = [partial(one.give, id, "eve") for id in DEALS[60::10]]
    together([partial(one.work, "h"), partial(other.work, "h"), *giving])

    told = one.told(OpportunitiesHandedOver)
    handed = {deal.opportunity_id: deal.to for event in told for deal in event.handed}
    kept = {deal.opportunity_id: deal.owner for event in told for deal in event.kept}
    assert sum(len(event.handed) + len(event.kept) for event in told) == len(handed | kept)
    assert all(owner == "eve" for owner in kept.values())
    found = whose(one)
    assert found["ann"] == 0
    assert found["eve"] == 6
    assert abs(found["bob"] - found["cy"]) <= 6
    moves = [event for event in one.told(OpportunityReassigned) if event.handover_id]
    assert Counter(event.opportunity_id for event in moves) == Counter(list(handed))
    assert len(one.told(OpportunityHandoverEnded)) == 1


def test_two_workers_give_back_what_is_still_as_it_was(offices: list[Office]) -> None:
    [one, other] = offices
    one.react(ENDED, 9)
    one.work("h")
    other.react(replace(UNDONE), 20)
    giving = [partial(one.give, id, "eve") for id in DEALS[5::20]]
    together([partial(one.work, "h"), partial(other.work, "h"), *giving])

    assert whose(one) == Counter(ann=114, eve=6)
    back = [id for event in one.told(OpportunitiesGivenBack) for id in event.given_back]
    assert set(Counter(back).values()) == {1}
