"""One key gives a customer back: in one commit with the portfolio, or told why not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kernel.commits import Commits
from kernel.context import Context
from kernel.testing import recorded
from services.activity.events import Effect, FollowUpLogged
from services.customer.customer import OwnerMoved
from services.customer.events import CustomerReleased, HoldingDropped, ReleaseRefused
from services.customer.following import release
from services.customer.reactions import react
from tests.unit.customer.company import Company
from tests.unit.people import ANN, MAY

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


@pytest.fixture
def company():
    return Company()


def registered(company):
    return company.desk(ANN).register(name="茶庄")["id"]


def pressed(id, owner="ann", pool="public", ownership=1):
    return FollowUpLogged(
        "f1", id, "ann", "phone", "not interested", "无意向", None, NOON, NOON,
        effects=(Effect("release", pool),), owner=owner, ownership=ownership,
    )  # fmt: skip


def followed(company, event, command="activity/7/reactions"):
    """As the worker of the reactions does it."""
    states = company.processes[0]
    context = Context(command_id=command, causation_id="/guanxi/activity/7")
    return Commits(states, context).commit(*react(recorded(event))(states), answered=False)


def test_it_goes_into_the_pool_and_out_of_the_portfolio_in_one_commit(company):
    id = registered(company)
    followed(company, pressed(id))

    commit = company.log.commits[-1]
    assert [entry.type for entry in commit.entries] == ["CustomerReleased", "HoldingDropped"]
    assert commit.meta["causation_id"] == "/guanxi/activity/7"
    [released] = company.events(CustomerReleased)
    assert (released.by, released.reason, released.pool) == ("ann", "not interested", "public")
    assert (released.owner_before, released.follow_up_id) == ("ann", "f1")
    assert (company.customer(id).pool, company.portfolio("ann").held) == ("public", 0)


@pytest.mark.parametrize(("closed", "pool"), [(False, "north"), (True, "public")])
def test_a_key_that_names_no_pool_gives_back_where_it_came_from(company, closed, pool):
    company.desk(MAY).open_pool("north", "北区")
    id = company.desk(MAY).register(name="茶行", pool="north")["id"]
    company.desk(ANN).claim(id)
    if closed:
        company.desk(MAY).close_pool("north")

    followed(company, pressed(id, pool=None, ownership=2))

    assert company.customer(id).pool == pool


def test_the_same_event_again_has_no_second_effect(company):
    id = registered(company)
    followed(company, pressed(id))
    company.desk(ANN).claim(id)
    head = company.log.head()
    followed(company, pressed(id))
    assert company.log.head() == head
    assert company.customer(id).owner == "ann"


def test_what_cannot_follow_is_told_and_nobody_loses_anything(company):
    id = registered(company)
    company.desk(MAY).assign(id, "bob")
    followed(company, pressed(id))
    [refused] = company.events(ReleaseRefused)
    assert (refused.why, refused.owner, refused.follow_up_id) == ("changed-hands", "bob", "f1")
    assert (company.customer(id).owner, company.portfolio("bob").held) == ("bob", 1)


def test_each_reason_has_its_word(company):
    gone, none, lies = (registered(company) for _ in range(3))
    company.desk(ANN).archive(gone, "closed")
    company.desk(ANN).release(lies, "no budget")
    followed(company, pressed(gone), "1")
    followed(company, pressed(none, pool="nowhere"), "2")
    followed(company, pressed(lies), "3")
    assert [event.why for event in company.events(ReleaseRefused)] == [
        "archived", "no-such-pool", "in-pool",
    ]  # fmt: skip
    assert len(company.events(HoldingDropped)) == 2  # by archiving and by hand


def test_a_customer_that_moves_under_our_hands_is_looked_at_again(company):
    """Else the portfolio of one would lose what another has."""
    id = registered(company)
    found = company.customer(id)
    company.desk(MAY).assign(id, "bob")
    with pytest.raises(OwnerMoved):
        release(company.customer(id), pressed(id), "public", True, found.hold)


def test_other_effects_do_not_concern_the_customer():
    raised = replace(pressed("c1"), effects=(Effect("raise"),))
    assert react(recorded(raised)) == []
