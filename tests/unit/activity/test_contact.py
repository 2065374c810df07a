from dataclasses import replace
from datetime import timedelta

from kernel import Forbidden, Invalid, NotFound
from kernel.testing import specify
from services.activity.contact import CONTACT, Contact, handed, log
from services.activity.watching import News
from tests.unit.activity.examples import (
    ANNS,
    BOBS,
    CALL,
    FREE,
    LAST_YEAR,
    LATER,
    LOGGED,
    NOON,
    RESET,
    UNHEARD,
)
from tests.unit.people import ANN, CLERK, MAY

given = specify(CONTACT)

LOG = {"asker": ANN, "customer": ANNS, "follow_up_id": "f1", "customer_id": "c1"}
NOW = LOG | {"entered_at": NOON}
RELEASED = News("c1", "CustomerReleased", "ann", LATER, LATER)
IMPORTED = replace(CALL, at=LAST_YEAR, next_contact_at=LAST_YEAR + timedelta(days=3))


def test_a_follow_up_happens_when_it_is_entered():
    given().when(log, follow_up=CALL, **NOW).then(LOGGED)


def test_an_imported_follow_up_keeps_its_time_and_its_plan_of_then():
    given().when(log, follow_up=IMPORTED, **NOW | {"asker": MAY}).then(
        replace(LOGGED, at=LAST_YEAR, next_contact_at=LAST_YEAR + timedelta(days=3))
    )


def test_who_enters_a_follow_up_now_plans_ahead():
    yesterday = replace(CALL, next_contact_at=NOON - timedelta(days=1))
    given().when(log, follow_up=yesterday, **NOW).refused(Invalid, "invalid")
    soon = replace(CALL, next_contact_at=NOON + timedelta(minutes=5))
    given().when(log, follow_up=soon, **NOW).then(
        replace(LOGGED, next_contact_at=soon.next_contact_at)
    )


def test_each_customer_is_followed_up_as_often_as_one_likes():
    given(LOGGED).when(log, follow_up=CALL, **NOW).then(LOGGED)


def test_colleagues_customers_are_not_known_and_those_in_a_pool_are_claimed_first():
    given().when(log, follow_up=CALL, **NOW | {"customer": BOBS}).refused(NotFound, "not-found")
    given().when(log, follow_up=CALL, **NOW | {"customer": UNHEARD}).refused(NotFound, "not-found")
    given().when(log, follow_up=CALL, **NOW | {"customer": FREE}).rejected("in-pool")
    given().when(log, follow_up=CALL, **NOW | {"asker": CLERK}).refused(
        Forbidden, "role-not-allowed"
    )


def test_a_manager_logs_about_any_customer():
    for customer in (ANNS, BOBS, FREE):
        given().when(log, follow_up=CALL, **NOW | {"asker": MAY, "customer": customer}).then(LOGGED)


def test_a_customer_that_changes_hands_is_not_followed_up_any_more():
    given(LOGGED).when(handed, replace(RELEASED, recorded_at=LATER)).then(RESET)


def test_what_is_not_followed_up_is_not_reset():
    given().when(handed, replace(RELEASED, recorded_at=LATER)).then()
    given(LOGGED, RESET).when(handed, replace(RELEASED, recorded_at=LATER)).then()


def test_a_follow_up_entered_since_the_change_of_hands_is_the_new_owner_s():
    since = replace(LOGGED, entered_at=LATER)
    given(LOGGED, since).when(handed, replace(RELEASED, recorded_at=NOON)).then()


def test_what_was_entered_since_counts_even_if_it_happened_long_before():
    imported = replace(LOGGED, at=LAST_YEAR, entered_at=LATER)
    given(imported).when(handed, replace(RELEASED, recorded_at=NOON)).then()


def test_a_contact_is_a_fold():
    assert CONTACT.fold([LOGGED]) == Contact(followed_up=True, entered_at=NOON, since_closed=1)
    assert CONTACT.fold([LOGGED, RESET]) == Contact(entered_at=NOON, since_closed=2)
    assert CONTACT.fold([LOGGED, RESET, LOGGED]).followed_up
