"""On whom others have worked, as it is told by follow-ups and deals."""

from datetime import UTC, datetime

from kernel.testing import project, recorded
from services.customer.returns import HELD
from services.customer.worked_on import first
from services.pipeline.events import OpportunityOpened, StageAdvanced
from tests.unit.activity.examples import LOGGED

AT = datetime(2026, 1, 5, 4, tzinfo=UTC)
ADVANCED = StageAdvanced("c1", "claimed", "intent", "ann", None, AT)


def opened(customer_id):
    return OpportunityOpened(
        "o1", customer_id, "茶", None, "ann", "prospecting", None, None, None, "ann", AT
    )


def rows(*events):
    return project(HELD, *events)


def test_a_follow_up_is_told_before_the_stage_that_followed_from_it():
    logged = recorded(LOGGED, source="activity")
    advanced = recorded(ADVANCED, source="pipeline")

    for history in ((logged, advanced), (advanced, logged)):
        assert first(rows(*history)["c1"]) == "FollowUpLogged"


def test_a_deal_is_work_too_as_soon_as_it_has_a_customer():
    found = rows(recorded(opened(None), source="pipeline"))
    assert found == {}
    found = rows(recorded(opened("c2"), source="pipeline"))
    assert first(found["c2"]) == "OpportunityOpened"


def test_of_a_source_the_first_is_kept():
    found = rows(
        recorded(opened("c1"), 1, source="pipeline"), recorded(ADVANCED, 2, source="pipeline")
    )
    assert first(found["c1"]) == "OpportunityOpened"


def test_to_be_owned_is_no_work_yet():
    owned = StageAdvanced("c1", "pool", "claimed", "ann", None, AT)
    assert first(rows(recorded(owned, source="pipeline"))["c1"]) is None
