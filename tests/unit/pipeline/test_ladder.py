from dataclasses import replace
from datetime import timedelta

from kernel import NotFound, Stale
from kernel.refusal import Unavailable
from kernel.testing import specify
from services.pipeline.ladder import LADDER, Ladder, move, owned, released, won
from services.pipeline.owners import Standing
from tests.unit.people import ANN
from tests.unit.pipeline.examples import ANNS, BOBS, FREE, NOON, advanced, reverted

given = specify(LADDER)

CLAIMED = advanced("pool", "claimed")
INTENT = advanced("claimed", "intent")
ASK = {"asker": ANN, "customer": ANNS, "customer_id": "c1", "reason": None, "at": NOON}
REACT = {"customer_id": "c1", "by": "ann", "at": NOON}


def test_a_customer_climbs_rung_by_rung():
    given(CLAIMED).when(move, to="intent", **ASK).then(INTENT)
    given(CLAIMED, INTENT).when(move, to="high-intent", **ASK).then(
        advanced("intent", "high-intent")
    )


def test_a_rung_may_be_skipped_upward():
    given(CLAIMED).when(move, to="high-intent", **ASK).then(advanced("claimed", "high-intent"))
    given(CLAIMED).when(move, to="won", **ASK).then(advanced("claimed", "won"))


def test_standing_there_already_changes_nothing():
    given(CLAIMED, INTENT).when(move, to="intent", **ASK).then()


def test_going_down_needs_a_reason():
    given(CLAIMED, INTENT).when(move, to="claimed", **ASK).rejected("reason-required")
    given(CLAIMED, INTENT).when(move, to="claimed", **ASK | {"reason": "only looked"}).then(
        reverted("intent", "claimed", reason="only looked")
    )


def test_losing_needs_a_reason_too():
    given(CLAIMED).when(move, to="lost", **ASK).rejected("reason-required")
    given(CLAIMED).when(move, to="lost", **ASK | {"reason": "closed down"}).then(
        advanced("claimed", "lost", reason="closed down")
    )


def test_the_lost_are_won_after_all_or_tried_again():
    lost = advanced("claimed", "lost", reason="closed down")
    given(CLAIMED, lost).when(move, to="won", **ASK).then(advanced("lost", "won"))
    given(CLAIMED, lost).when(move, to="intent", **ASK | {"reason": "reopened"}).then(
        reverted("lost", "intent", reason="reopened")
    )


def test_a_move_from_where_it_no_longer_stands_is_stale():
    given(CLAIMED, INTENT).when(move, to="won", was="claimed", **ASK).refused(
        Stale, "stale", stage="intent"
    )
    given(CLAIMED, INTENT).when(move, to="won", was="intent", **ASK).then(advanced("intent", "won"))


def test_what_lies_in_a_pool_does_not_climb():
    given().when(move, to="intent", **ASK | {"customer": FREE}).rejected("in-pool")


def test_a_colleague_s_customer_is_not_known():
    given(CLAIMED).when(move, to="intent", **ASK | {"customer": BOBS}).refused(
        NotFound, "not-found"
    )


def test_an_owner_that_is_known_before_its_claim_has_been_heard_here_climbs_from_the_pool():
    given().when(move, to="intent", **ASK).then(advanced("pool", "intent"))


def test_a_ladder_that_has_not_heard_of_a_release_waits_for_it():
    again = Standing(known=True, owner="ann", position=9, released=8)
    given(CLAIMED, INTENT).when(move, to="high-intent", **ASK | {"customer": again}).refused(
        Unavailable, "not-yet"
    )


def test_who_gets_a_customer_finds_it_claimed():
    given().when(owned, ownership=7, **REACT).then(CLAIMED)


def test_who_gets_a_customer_that_stands_higher_finds_it_there():
    given(CLAIMED, INTENT).when(owned, ownership=8, **REACT).then()


def test_a_move_waits_for_news_of_an_owner_that_the_ladder_has_heard_of_already():
    """Else the owner of before would climb on with a customer that lies in the pool by now."""
    back = reverted("claimed", "pool", ownership=9, reason="moved")
    given(CLAIMED, back).when(move, to="intent", **ASK).refused(Unavailable, "not-yet")


def test_a_released_customer_is_back_in_the_pool():
    given(CLAIMED, INTENT).when(released, ownership=8, reason="moved", **REACT).then(
        reverted("intent", "pool", ownership=8, reason="moved")
    )


def test_what_stands_in_the_pool_is_not_put_there_again():
    given().when(released, ownership=8, reason="moved", **REACT).then()


def test_news_of_an_ownership_older_than_the_one_that_it_climbed_under_changes_nothing():
    climbed = advanced("pool", "intent", ownership=9)
    given(climbed).when(released, ownership=8, reason="moved", **REACT).then()
    fallen = reverted("intent", "pool", ownership=9)
    given(climbed, fallen).when(owned, ownership=9, **REACT).then()


def test_a_won_deal_makes_the_customer_won():
    given(CLAIMED).when(won, **REACT).then(advanced("claimed", "won"))
    given().when(won, **REACT).then(advanced("pool", "won", ownership=0))


def test_a_deal_of_long_ago_makes_the_customer_won_after_what_it_stood_on_not_before():
    told = REACT | {"at": NOON - timedelta(days=2_000)}
    given(CLAIMED, INTENT).when(won, **told).then(advanced("intent", "won"))
    given().when(won, **told).then(replace(advanced("pool", "won", 0), at=told["at"]))


def test_the_second_won_deal_changes_nothing():
    given(advanced("claimed", "won")).when(won, **REACT).then()


def test_a_ladder_remembers_the_newest_ownership():
    assert LADDER.fold([CLAIMED, advanced("claimed", "intent", 9)]) == Ladder("intent", 9, NOON)
