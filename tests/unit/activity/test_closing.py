"""Who is not to be called or written to is not, by one key as by any other follow-up."""

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected
from services.activity.consent import CLOSABLE, require_open
from services.activity.contact import CHANNELS, CONTACT
from services.activity.events import DoNotContactSet, FollowUpLogged
from services.customer.events import ContactAdded
from tests.unit.activity.call_desk import NOT_INTERESTED, CallDesk
from tests.unit.activity.examples import LOGGED, NOON, RESET
from tests.unit.people import ANN, BOB, CLERK, MAY
from tests.unit.pipeline.examples import OWNED_BY_ANN, RELEASED

LI = ContactAdded(customer_id="c1", contact_id="p1", name="李雷", by="ann", at=NOON)
CALL = {"channel": "phone", "outcome": "reached"}
PAST = {"at": "2025-03-01T04:00:00Z"}


@pytest.fixture
def desk():
    desk = CallDesk(OWNED_BY_ANN, LI)
    desk.as_(ANN).bind_quick_log("3", "person", **NOT_INTERESTED)
    desk.later()
    return desk


def log_by(desk, way):
    if way == "key":
        return desk.as_(ANN).quick_log("c1", "3")
    return desk.as_(ANN).log_follow_up("c1", **CALL)


@pytest.mark.parametrize("way", ["key", "form"])
def test_a_closed_channel_is_refused_and_nothing_is_written(desk, way):
    desk.as_(ANN).close_channels("c1", ["phone", "sms"], reason="asked us not to")
    head = desk.log.head()
    with pytest.raises(Rejected, match="take another channel") as refused:
        log_by(desk, way)
    assert (refused.value.slug, refused.value.fields["channel"]) == ("do-not-contact", "phone")
    assert desk.log.head() == head
    desk.as_(ANN).log_follow_up("c1", **CALL | {"channel": "wechat"})


@pytest.mark.parametrize("way", ["key", "form"])
def test_a_channel_that_is_opened_again_is_used_again(desk, way):
    desk.as_(ANN).close_channels("c1", ["phone"])
    desk.as_(ANN).close_channels("c1", [], reason="rang us himself")
    log_by(desk, way)
    assert isinstance(desk.last(), FollowUpLogged)


def test_one_contact_can_be_let_be_while_the_others_are_called(desk):
    desk.as_(ANN).close_channels("c1", ["phone"], contact_id="p1")
    with pytest.raises(Rejected, match="this contact"):
        desk.as_(ANN).quick_log("c1", "3", contact_id="p1")
    desk.as_(ANN).quick_log("c1", "3")
    assert isinstance(desk.last(), FollowUpLogged)


def test_what_was_done_before_can_still_be_imported(desk):
    desk.as_(ANN).close_channels("c1", ["phone"])
    desk.as_(MAY).log_follow_up("c1", **CALL | PAST)
    assert isinstance(desk.last(), FollowUpLogged)


def test_all_that_is_closed_is_told_with_what_was_before(desk):
    desk.as_(ANN).close_channels("c1", ["sms", "phone", "sms"], reason="asked us")
    first = desk.last()
    assert (first.channels, first.channels_before) == (("phone", "sms"), ())
    desk.as_(ANN).close_channels("c1", ["phone", "sms"])
    assert desk.last() is not None
    assert len([one for one in desk.events() if isinstance(one, DoNotContactSet)]) == 1
    desk.as_(ANN).close_channels("c1", ["email"], reason="wants letters no more")
    assert desk.last().channels_before == ("phone", "sms")


def test_to_open_a_channel_takes_a_reason(desk):
    desk.as_(ANN).close_channels("c1", ["phone", "sms"])
    with pytest.raises(Rejected, match="sms again"):
        desk.as_(ANN).close_channels("c1", ["phone"])


@pytest.mark.parametrize(
    ("asker", "customer", "said", "refusal"),
    [
        (BOB, "c1", {"channels": ["phone"]}, NotFound),
        (CLERK, "c1", {"channels": ["phone"]}, Forbidden),
        (ANN, "c2", {"channels": ["phone"]}, NotFound),
        (ANN, "a/b", {"channels": ["phone"]}, NotFound),
        (ANN, "c1", {"channels": ["phone"], "contact_id": "p9"}, NotFound),
        (ANN, "c1", {"channels": ["telepathy"]}, Invalid),
        (ANN, "c1", {"channels": "phone"}, Invalid),
        (ANN, "c1", {"channels": ["other"]}, Invalid),
    ],
)
def test_what_is_refused_closes_nothing(desk, asker, customer, said, refusal):
    head = desk.log.head()
    with pytest.raises(refusal):
        desk.as_(asker).close_channels(customer, **said)
    assert desk.log.head() == head


def test_what_is_closed_stays_closed_whoever_has_the_customer(desk):
    closed = DoNotContactSet("c1", None, ("phone",), (), None, "ann", NOON)
    contact = CONTACT.fold([LOGGED, closed, RESET, LOGGED])
    assert contact.closed == {None: frozenset({"phone"})}
    desk.owners.hear(RELEASED)
    with pytest.raises(Rejected, match="in-pool"):
        desk.as_(ANN).close_channels("c1", ["phone"])


def test_every_channel_but_the_nameless_one_can_be_closed():
    assert set(CLOSABLE) == set(CHANNELS) - {"other"}
    require_open({None: frozenset({"phone"})}, "sms")
