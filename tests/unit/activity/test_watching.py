"""Who watches a customer is told what is new with it; who did it, and who may not see it, not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel import Forbidden, NotFound, Rejected
from kernel.testing import project, recorded, specify
from services.activity import deals_heard, watching
from services.activity.contact import CONTACT, log
from services.activity.events import (
    CustomerNews,
    CustomerUnwatched,
    CustomerWatched,
    FollowUpLogged,
    StepRefused,
)
from services.activity.heard_of import news, unwatch, watch
from services.activity.inbox import Note
from services.activity.notices import NOTICES
from services.activity.noticing import note, overdue
from services.activity.reactions import react
from services.activity.watching import MOST, News
from services.customer.events import (
    ContactAdded,
    CustomerRecycled,
    PhonesRevealed,
    ReleaseRefused,
)
from services.pipeline.events import StageRefused
from tests.unit.activity.call_desk import NOT_INTERESTED, CallDesk
from tests.unit.activity.examples import ANNS, CALL, FREE, LATER, LOGGED, NOON, UNHEARD
from tests.unit.activity.noticed import BY
from tests.unit.people import ANN, BOB, CLERK, MAY
from tests.unit.pipeline.examples import (
    ASSIGNED_TO_BOB,
    IN_POOL,
    OPENED,
    OWNED_BY_ANN,
    RELEASED,
    WON,
    advanced,
)

given = specify(CONTACT)
BY_MAY = CustomerWatched("c1", "may", NOON)
BY_ANN = CustomerWatched("c1", "ann", NOON)
LI = ContactAdded(customer_id="c1", contact_id="p1", name="李雷", by="ann", at=LATER)
SOON = NOON + timedelta(days=1)


def told_of(event, *before, at=LATER, reacting=react):
    """What the stream of its contact is told of another service's event."""
    [made] = reacting(recorded(event, at=at))
    return list(made.decide(CONTACT.fold(before)))


@pytest.mark.parametrize(("asker", "customer"), [(ANN, ANNS), (MAY, ANNS), (BOB, FREE)])
def test_who_sees_a_customer_may_watch_it(asker, customer):
    expected = CustomerWatched("c1", asker.actor, NOON)
    given().when(watch, asker, customer, "c1", NOON).then(expected)


def test_who_watches_already_goes_on():
    given(BY_MAY).when(watch, MAY, ANNS, "c1", LATER).then()


@pytest.mark.parametrize(
    ("asker", "customer", "refusal"),
    [(BOB, ANNS, NotFound), (CLERK, FREE, Forbidden), (MAY, UNHEARD, NotFound)],
)
@pytest.mark.parametrize("decide", [watch, unwatch])
def test_what_one_does_not_see_is_not_there(asker, customer, refusal, decide):
    with pytest.raises(refusal):
        decide(CONTACT.initial, asker, customer, "c1", NOON)


def test_only_so_many_watch_one_customer():
    crowd = [CustomerWatched("c1", f"p{number}", NOON) for number in range(MOST)]
    with pytest.raises(Rejected, match="ask one of them") as refused:
        watch(CONTACT.fold(crowd), ANN, ANNS, "c1", NOON)
    assert refused.value.slug == "too-many-watchers"
    assert watch(CONTACT.fold(crowd[1:]), ANN, ANNS, "c1", NOON)


def test_what_one_does_not_see_any_more_can_be_left():
    watched = CustomerWatched("c1", "bob", NOON)
    given(watched).when(unwatch, BOB, ANNS, "c1", LATER).then(CustomerUnwatched("c1", "bob", LATER))
    given().when(unwatch, ANN, ANNS, "c1", LATER).then()


def test_a_follow_up_tells_who_watches_in_its_own_commit_and_not_its_author():
    contact = CONTACT.fold([BY_ANN, BY_MAY])
    called = replace(CALL, next_contact_at=SOON)
    logged, told = log(contact, ANN, ANNS, "f1", "c1", called, LATER)
    assert isinstance(logged, FollowUpLogged)
    assert told == CustomerNews("c1", "FollowUpLogged", "ann", ("may",), LATER)
    alone = log(CONTACT.fold([BY_ANN]), ANN, ANNS, "f1", "c1", called, LATER)
    assert [type(one) for one in alone] == [FollowUpLogged]


@pytest.mark.parametrize(
    ("event", "before"),
    [(ASSIGNED_TO_BOB, LOGGED), (RELEASED, LOGGED), (LI, LOGGED)],
)
def test_other_services_tell_only_those_who_watch(event, before):
    told = told_of(event, BY_ANN, BY_MAY, before)
    [one] = [made for made in told if isinstance(made, CustomerNews)]
    assert (one.what, one.by) == (type(event).__name__, event.by)
    assert one.watchers == tuple(sorted({"ann", "may"} - {event.by}))
    assert not any(isinstance(made, CustomerNews) for made in told_of(event, before))


def test_what_comes_by_itself_is_told_to_all():
    returned = CustomerRecycled("c1", "public", "ann", "silence", 30, "public", 1, NOON, LATER)
    [told] = told_of(returned, BY_ANN, BY_MAY)
    assert (told.by, told.watchers) == (None, ("ann", "may"))


@pytest.mark.parametrize("event", [OPENED, WON, advanced("claimed", "intent")])
def test_deals_and_rungs_are_news(event):
    [told] = told_of(event, BY_MAY, reacting=deals_heard.react)
    assert told == CustomerNews("c1", type(event).__name__, "ann", ("may",), event.at)


@pytest.mark.parametrize(
    "event",
    [advanced("pool", "claimed"), replace(OPENED, customer_id=None)],
)
def test_a_rung_that_comes_with_its_owner_and_a_deal_of_nobody_are_not(event):
    assert deals_heard.react(recorded(event)) == []


def test_nobody_is_told_that_a_number_was_looked_at():
    looked = PhonesRevealed("c1", "ann", NOON)
    assert react(recorded(looked)) == []


def test_who_began_to_watch_afterwards_is_told_nothing_of_it():
    watched = CONTACT.fold([CustomerWatched("c1", "may", LATER)])
    early = News("c1", "CustomerEdited", "ann", LATER - timedelta(seconds=1), LATER)
    assert news(watched, early) == []
    assert news(watched, replace(early, recorded_at=LATER))
    assert watching.tell(CONTACT.fold([BY_MAY, CustomerUnwatched("c1", "may", NOON)]).watchers,
                         early) == []  # fmt: skip


def rows(*events):
    return project(NOTICES, *(
        recorded(event, number, source="activity", at=NOON) for number, event in enumerate(events)
    ))  # fmt: skip


def test_what_happens_within_moments_is_one_notice_for_each_who_watches():
    edited = CustomerNews("c1", "CustomerEdited", "ann", ("bob/x", "may"), NOON)
    won = CustomerNews("c1", "OpportunityWon", "ann", ("may",), NOON)
    found = {row["person"]: row for row in rows(edited, won, edited).values()}
    mays = overdue(found["may"], BY, SOON)
    assert (mays.kind, mays.people) == ("customer-news", ("may",))
    assert note(found["may"], mays, "may") == Note(
        kind="customer-news", customer_id="c1", count=1, by="ann",
        news=("CustomerEdited", "OpportunityWon"),
    )  # fmt: skip
    assert overdue(found["bob/x"], BY, SOON).people == ("bob/x",)


def test_news_of_several_customers_tell_how_many():
    both = [CustomerNews(id, "CustomerEdited", by, ("may",), NOON)
            for id, by in [("c1", "ann"), ("c2", "bob")]]  # fmt: skip
    [row] = rows(*both).values()
    told = note(row, overdue(row, BY, SOON), "may")
    assert (told.customer_id, told.count, told.by) == (None, 2, None)


def test_who_pressed_a_key_is_told_what_the_ladder_refused_later():
    refused = StageRefused("c1", "f1", "raise", None, "high-intent", "no-rung", "ann", LATER)
    [told] = told_of(refused, reacting=deals_heard.react)
    assert told == StepRefused("c1", "f1", "raise", "no-rung", "ann", LATER)
    [row] = rows(told).values()
    assert note(row, overdue(row, BY, SOON), "ann") == Note(
        kind="effect-refused", customer_id="c1", about="f1", count=1
    )
    [row] = rows(told, replace(told, customer_id="c2", follow_up_id="f2")).values()
    several = note(row, overdue(row, BY, SOON), "ann")
    assert (several.customer_id, several.about, several.count) == (None, None, 2)


def test_a_release_that_was_refused_later_is_told_as_well():
    refused = ReleaseRefused("c1", "f1", "public", "bob", "changed-hands", "ann", NOON)
    [row] = project(NOTICES, recorded(refused, source="customer", at=NOON)).values()
    found = overdue(row, BY, SOON)
    assert (found.kind, found.people) == ("effect-refused", ("ann",))
    assert note(row, found, "ann").about == "f1"


@pytest.mark.parametrize("known", [OWNED_BY_ANN, IN_POOL])
def test_the_service_watches_and_stops(known):
    desk = CallDesk(known)
    desk.as_(ANN).watch_customer("c1")
    assert isinstance(desk.events()[0], CustomerWatched)
    head = desk.log.head()
    desk.as_(ANN).watch_customer("c1")
    assert desk.log.head() == head
    desk.as_(ANN).unwatch_customer("c1")
    assert isinstance(desk.events()[-2], CustomerUnwatched)
    with pytest.raises(NotFound):
        desk.as_(ANN).watch_customer("a/b")


def test_a_key_tells_who_watches():
    desk = CallDesk(OWNED_BY_ANN)
    desk.as_(MAY).watch_customer("c1")
    desk.as_(ANN).bind_quick_log("3", "person", **NOT_INTERESTED)
    desk.later()
    desk.as_(ANN).quick_log("c1", "3")
    assert desk.last().watchers == ("may",)
    desk.as_(ANN).close_channels("c1", ["fax"])
    assert (desk.last().what, desk.last().watchers) == ("DoNotContactSet", ("may",))
