"""A follow-up once it is written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected
from kernel.testing import specify
from services.activity.events import FollowUpAmended, FollowUpFileAttached, FollowUpFileRemoved
from services.activity.follow_up import (
    FOLLOW_UP,
    MOST_FILES,
    Asked,
    amend,
    attach,
    readable,
    remove,
)
from tests.unit.activity.examples import ANNS, BOBS, FREE, LATER, LOGGED, NEXT_WEEK, NOON, PUT_AWAY
from tests.unit.people import ANN, BOB, CLERK, MAY

given = specify(FOLLOW_UP)

BY_ANN = Asked(ANN, ANNS, LOGGED, 7, LATER)
BY_MAY = replace(BY_ANN, asker=MAY)
BY_BOB = replace(BY_ANN, asker=BOB)
AFTER_A_WEEK = NOON + timedelta(days=7, seconds=1)
AMENDED = FollowUpAmended(
    follow_up_id="f1", customer_id="c1", author="ann", contacted_at=NOON, entered_at=NOON,
    position=7, changed=("note",), channel="phone", channel_before="phone", outcome="interested",
    note="wants two samples", next_contact_at=NEXT_WEEK, reason=None, by="ann", at=LATER,
)  # fmt: skip
NOTE = {"note": "wants two samples"}
FILE = FollowUpFileAttached("f1", "c1", "d1", "shelf.jpg", "image/jpeg", 9, "ab", "ann", LATER)


def test_its_author_amends_what_is_mentioned_and_the_rest_stays():
    given().when(amend, BY_ANN, NOTE, None).then(AMENDED)
    again = replace(AMENDED, changed=("needs",), needs="a smaller box")
    given(AMENDED).when(amend, BY_ANN, {"needs": "a smaller box"}, None).then(again)


def test_what_reads_so_already_is_no_amendment():
    given().when(amend, BY_ANN, {"note": LOGGED.note}, None).then()
    given(AMENDED).when(amend, BY_ANN, NOTE, None).then()


def test_what_was_before_is_told_where_figures_hang_on_it():
    visit = {"channel": "visit"}
    made = replace(AMENDED, changed=("channel",), channel="visit", note=LOGGED.note)
    given().when(amend, BY_ANN, visit, None).then(made)
    back = replace(made, channel="phone", channel_before="visit")
    given(made).when(amend, BY_ANN, {"channel": "phone"}, None).then(back)


def test_the_author_has_a_week_from_when_it_was_entered():
    late = replace(BY_ANN, at=AFTER_A_WEEK)
    given().when(amend, late, NOTE, None).refused(Rejected, "too-late", days=7)
    in_time = replace(BY_ANN, at=NOON + timedelta(days=7))
    given().when(amend, in_time, NOTE, None).then(replace(AMENDED, at=in_time.at))


def test_a_manager_amends_anybodys_at_any_time_and_says_why():
    late = replace(BY_MAY, at=AFTER_A_WEEK)
    given().when(amend, late, NOTE, None).refused(Invalid, "invalid")
    told = replace(AMENDED, by="may", reason="misheard", at=AFTER_A_WEEK)
    given().when(amend, late, NOTE, "misheard").then(told)


def test_colleagues_who_work_on_the_customer_amend_only_what_is_theirs():
    shared = replace(BY_BOB, customer=replace(ANNS, second_owner="bob"))
    given().when(amend, shared, NOTE, "why not").refused(Forbidden, "not-yours")


@pytest.mark.parametrize("asked", [BY_BOB, replace(BY_BOB, customer=FREE)])
def test_what_somebody_may_not_see_is_not_there(asked):
    given().when(amend, asked, NOTE, None).refused(NotFound, "not-found", what="follow-up")
    given().when(attach, asked, FILE).refused(NotFound, "not-found")
    given(FILE).when(remove, asked, "d1").refused(NotFound, "not-found")


def test_its_author_sees_it_wherever_the_customer_is_by_now_but_not_in_the_archive():
    for customer in (BOBS, FREE):
        given().when(amend, replace(BY_ANN, customer=customer), NOTE, None).then(AMENDED)
    away = replace(BY_ANN, customer=PUT_AWAY)
    given().when(amend, away, NOTE, None).refused(Rejected, "archived")


def test_other_roles_amend_nothing():
    clerk = replace(BY_ANN, asker=CLERK)
    given().when(amend, clerk, NOTE, None).refused(Forbidden, "role-not-allowed")


def test_a_next_contact_that_is_amended_lies_ahead_and_one_that_is_not_may_be_past():
    past = {"next_contact_at": NOON - timedelta(days=1)}
    given().when(amend, BY_ANN, past, None).refused(Invalid, "invalid")
    imported = replace(LOGGED, next_contact_at=NOON - timedelta(days=9))
    kept = replace(AMENDED, next_contact_at=imported.next_contact_at)
    given().when(amend, replace(BY_ANN, logged=imported), NOTE, None).then(kept)
    given().when(amend, BY_ANN, {"next_contact_at": None}, None).then(
        replace(AMENDED, changed=("next_contact_at",), note=LOGGED.note, next_contact_at=None)
    )


def test_files_are_attached_once_and_not_without_end():
    given().when(attach, BY_ANN, FILE).then(FILE)
    given(FILE).when(attach, BY_ANN, FILE).then()
    full = [replace(FILE, file_id=f"d{n}") for n in range(MOST_FILES)]
    more = replace(FILE, file_id="more")
    given(*full).when(attach, BY_ANN, more).rejected("too-many-files", limit=MOST_FILES)


def test_a_file_is_removed_by_who_attached_it_its_author_or_a_manager():
    gone = FollowUpFileRemoved("f1", "c1", "d1", "ann", LATER)
    given(FILE).when(remove, BY_ANN, "d1").then(gone)
    given(FILE).when(remove, BY_MAY, "d1").then(replace(gone, by="may"))
    shared = replace(BY_BOB, customer=replace(ANNS, second_owner="bob"))
    given(FILE).when(remove, shared, "d1").refused(Forbidden, "not-yours")
    given(replace(FILE, by="bob")).when(remove, shared, "d1").then(replace(gone, by="bob"))
    given(FILE, gone).when(remove, BY_ANN, "d1").refused(NotFound, "not-found", what="file")


def test_a_file_is_read_by_who_may_see_the_follow_up():
    state = FOLLOW_UP.fold([FILE])
    for asked in (BY_ANN, BY_MAY, replace(BY_BOB, customer=FREE)):
        assert readable(state, asked, "d1") == FILE
    with pytest.raises(NotFound):
        readable(state, BY_BOB, "d1")
    with pytest.raises(NotFound):
        readable(state, BY_ANN, "d2")
