"""What one command of the pipeline writes and answers, over a log in memory."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected, Stale
from services.pipeline.events import Money
from tests.unit.people import ANN, BOB, CLERK, MAY
from tests.unit.pipeline.desk import Office
from tests.unit.pipeline.examples import ASSIGNED_TO_BOB, IN_POOL, OWNED_BY_ANN, RELEASED

YUAN = {"amount": "1200.00", "currency": "CNY"}


@pytest.fixture
def office():
    made = Office()
    made.owners.hear(OWNED_BY_ANN)
    return made


def ago(**time):
    return (datetime.now(UTC) - timedelta(**time)).isoformat()


def test_an_owner_marks_a_customer_as_interested(office):
    answer = office.desk(ANN).stage("c1", "intent")

    assert answer == {"id": "c1", "version": 1, "position": "pipeline:1"}
    assert (office.last().to, office.last().by, office.last().ownership) == ("intent", "ann", 1)


def test_the_stage_that_was_read_is_compared(office):
    office.desk(ANN).stage("c1", "intent")
    with pytest.raises(Stale):
        office.desk(ANN).stage("c1", "won", was="claimed")
    office.desk(ANN).stage("c1", "won", was="intent")


@pytest.mark.parametrize("to", ["pool", "Intent", "", None, 7])
def test_an_unknown_stage_is_invalid(office, to):
    with pytest.raises(Invalid):
        office.desk(ANN).stage("c1", to)


def test_a_claim_that_has_not_been_heard_of_yet_is_read_in_the_log(office):
    office.customers.say(OWNED_BY_ANN, ASSIGNED_TO_BOB)
    office.desk(BOB).stage("c1", "intent")

    assert office.last().by == "bob"


def test_who_does_not_own_it_is_refused_in_the_end(office):
    with pytest.raises(NotFound):
        office.desk(BOB).stage("c1", "intent")
    office.owners.hear(RELEASED)
    with pytest.raises(Rejected, match="in-pool"):
        office.desk(MAY).stage("c1", "intent")


def test_what_was_done_is_answered_again_even_to_who_lost_the_customer_since(office):
    first = office.desk(ANN, "one").stage("c1", "intent")
    office.owners.hear(ASSIGNED_TO_BOB)

    assert office.desk(ANN, "one").stage("c1", "intent") == first


def test_a_deal_is_opened_by_the_owner_of_the_customer(office):
    answer = office.desk(ANN).open_opportunity(
        customer_id="c1", name="tea", amount=YUAN, expected_close="2026-03-01", stage="engaging"
    )

    assert answer == {"id": answer["id"], "version": 1, "position": "pipeline:1"}
    made = office.last()
    assert (made.owner, made.amount, made.stage) == ("ann", Money("1200.00", "CNY"), "engaging")
    assert made.engaged_at == made.at


def test_a_deal_needs_a_name_or_else_is_called_by_its_product(office):
    office.desk(ANN).open_opportunity(product="Longjing")
    assert office.last().name == "Longjing"
    with pytest.raises(Invalid):
        office.desk(ANN).open_opportunity()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": "12"}, "amount"),
        ({"amount": {"amount": "1.5e3", "currency": "CNY"}}, "amount"),
        ({"expected_close": "2026-13-01"}, "expected_close"),
        ({"expected_close": 20260101}, "expected_close"),
        ({"stage": "won"}, "stage"),
        ({"name": "a\0b"}, "name"),
        ({"owner": "x" * 201}, "owner"),
        ({"owner": "ann\u200b"}, "owner"),
        ({"at": "2026-01-05"}, "at"),
        ({"at": "2026-01-05T12:00:00"}, "at"),
        ({"at": ago(days=-1)}, "at"),
        ({"engaged_at": "yesterday", "stage": "engaging"}, "engaged_at"),
        ({"engaged_at": ago(days=1)}, "engaged_at"),  # of a deal that only prospects
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(office, given, field):
    with pytest.raises(Invalid) as caught:
        office.desk(MAY).open_opportunity(**{"name": "tea"} | given)
    assert [error["field"] for error in caught.value.fields["errors"]] == [field]
    assert office.log.head() == 0


def test_only_a_manager_tells_what_happened_in_the_past(office):
    past = {"at": ago(days=9), "engaged_at": ago(days=7), "stage": "engaging"}
    with pytest.raises(Forbidden):
        office.desk(ANN).open_opportunity(name="tea", **past)

    id = office.desk(MAY).open_opportunity(name="tea", owner="ann", **past)["id"]
    assert office.last().at == datetime.fromisoformat(past["at"])
    for command in ("win", "lose"):
        reason = {"reason": "no"} if command == "lose" else {}
        with pytest.raises(Forbidden):
            getattr(office.desk(ANN), command)(id, at=ago(days=1), **reason)


BEFORE = {
    "long ago": "1900-01-01T00:00:00Z", "before 1970": "1969-12-31T23:59:59Z",
    "yesterday": ago(days=1),
}  # fmt: skip


@pytest.mark.parametrize("at", BEFORE.values(), ids=BEFORE)
def test_an_importer_cannot_close_a_deal_before_it_was_opened(office, at):
    id = office.desk(MAY).open_opportunity(name="tea", owner="ann")["id"]
    for command in (
        lambda: office.desk(MAY).win(id, at=at),
        lambda: office.desk(MAY).lose(id, "too dear", at=at),
        lambda: office.desk(MAY).change_stage(id, "engaging", at=at),
    ):
        with pytest.raises(Invalid) as caught:
            command()
        assert [error["field"] for error in caught.value.fields["errors"]] == ["at"]
    assert office.log.head() == 1


def test_a_deal_is_moved_won_and_closed(office):
    id = office.desk(ANN).open_opportunity(customer_id="c1", name="tea")["id"]
    office.desk(ANN).change_stage(id, "engaging", expected=1)
    with pytest.raises(Stale):
        office.desk(ANN).win(id, expected=1)
    won = office.desk(ANN).win(id, amount=YUAN, expected=2)

    assert won["version"] == 3
    assert office.desk(ANN).win(id) == won
    with pytest.raises(Rejected, match="closed"):
        office.desk(ANN).lose(id, "too dear")


def test_a_deal_is_lost_for_a_reason(office):
    id = office.desk(ANN).open_opportunity(name="tea")["id"]
    with pytest.raises(Invalid):
        office.desk(ANN).lose(id, " ")
    assert office.desk(ANN).lose(id, "too dear")["version"] == 2


def test_a_deal_stays_with_its_owner_when_the_customer_changes_hands(office):
    id = office.desk(ANN).open_opportunity(customer_id="c1", name="tea")["id"]
    office.owners.hear(ASSIGNED_TO_BOB)

    with pytest.raises(NotFound):
        office.desk(BOB).win(id, expected=9)
    office.desk(ANN).win(id)
    assert office.last().by == "ann"


def test_a_colleague_s_deal_is_not_known_whatever_version_is_expected(office):
    id = office.desk(ANN).open_opportunity(customer_id="c1", name="tea")["id"]
    with pytest.raises(NotFound):
        office.desk(BOB).win(id, expected=9)
    with pytest.raises(NotFound):
        office.desk(MAY).win("no-such-deal")
    with pytest.raises(Forbidden):
        office.desk(CLERK).win(id)


def test_customers_in_a_pool_get_deals_from_managers(office):
    office.owners.hear(RELEASED)
    with pytest.raises(Rejected, match="in-pool"):
        office.desk(ANN).open_opportunity(customer_id="c1", name="tea")
    office.desk(MAY).open_opportunity(customer_id="c1", name="tea", owner="ann")
    assert IN_POOL.customer_id == office.last().customer_id
