"""A deal is marked as stuck by the clock: that is nobody's change, and makes nobody too late."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kernel import Stale
from kernel.change import change
from kernel.commits import Commits
from kernel.context import Context
from services.pipeline.events import OpportunityStuck
from services.pipeline.opportunity import OPPORTUNITY
from tests.unit.people import ANN
from tests.unit.pipeline.desk import Office
from tests.unit.pipeline.examples import OWNED_BY_ANN

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


@pytest.fixture
def office() -> Office:
    made = Office()  # type: ignore[no-untyped-call]
    made.owners.hear(OWNED_BY_ANN)
    return made


def opened(office: Office) -> str:
    found: Any = office.desk(ANN).open_opportunity(customer_id="c1", name="tea")
    return str(found["id"])


def marked(office: Office, id: str) -> None:
    """By the clock, in another process: this one has not heard of it."""
    stuck = OpportunityStuck(id, "c1", "ann", "prospecting", NOON, 7, NOON)
    elsewhere = type(office.states)(office.log, office.states.codec)
    told = change(OPPORTUNITY, id, lambda deal: [stuck])
    Commits(elsewhere, Context("system", command_id=f"stuck {id}")).commit(told)


def test_who_has_read_it_before_it_was_marked_is_not_too_late(office: Office) -> None:
    id = opened(office)
    marked(office, id)

    edited = office.desk(ANN).edit_opportunity(id, {"priority": "high"}, expected=1)
    assert edited["version"] == 3
    moved = office.desk(ANN).change_stage(id, "engaging", expected=3)
    assert moved["version"] == 4


def test_who_has_read_it_with_the_mark_is_not_either(office: Office) -> None:
    id = opened(office)
    marked(office, id)

    assert office.desk(ANN).edit_opportunity(id, {"priority": "high"}, expected=2)["version"] == 3


@pytest.mark.parametrize("expected", [1, 2, 4])
def test_who_has_not_read_what_somebody_did_is_too_late(office: Office, expected: int) -> None:
    id = opened(office)
    marked(office, id)
    office.desk(ANN).edit_opportunity(id, {"priority": "high"})

    with pytest.raises(Stale):
        office.desk(ANN).edit_opportunity(id, {"priority": "low"}, expected=expected)
    assert office.states.load(OPPORTUNITY, id, fresh=True).version == 3
