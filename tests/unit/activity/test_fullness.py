"""A calendar holds what anybody needs; more is refused with advice, before it becomes slow."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel import Rejected
from kernel.change import change
from services.activity.diary import DIARY, Diary, stream_id, take
from services.activity.events import Span, TimeTaken
from services.activity.fullness import MOST
from tests.unit.activity.company import Company
from tests.unit.activity.examples import NOON
from tests.unit.activity.test_booking import ELEVEN, MEETING
from tests.unit.people import ANN, BOB

HOUR = timedelta(hours=1)
NEW_YEAR = datetime(2030, 1, 10, tzinfo=UTC)


def spans(count, first=0, begin=NOON):
    return tuple(
        Span(begin + number * HOUR, begin + (number + 1) * HOUR)
        for number in range(first, first + count)
    )


def test_what_would_be_too_much_is_refused_with_how_much_is_there():
    almost = DIARY.fold([TimeTaken("ann", "a1", spans(MOST - 1), NOON)])
    [taken] = take(almost, "ann", "a2", spans(1, MOST), False, NOON)
    assert len(taken.spans) == 1
    for tolerant in (False, True):
        with pytest.raises(Rejected, match="end a series earlier") as refused:
            take(almost, "ann", "a2", spans(2, MOST), tolerant, NOON)
    assert refused.value.slug == "calendar-full"
    told = refused.value.fields
    assert (told["holder"], told["limit"], told["taken"]) == ("ann", MOST, MOST - 1)


def test_a_full_calendar_can_be_changed_and_freed():
    full = DIARY.fold([TimeTaken("ann", "a1", spans(MOST), NOON)])
    assert take(full, "ann", "a1", spans(MOST, 1), False, NOON)
    assert take(full, "ann", "a1", spans(MOST - 1), False, NOON)
    assert take(full, "ann", "a1", (), False, NOON)
    assert take(Diary(), "ann", "a1", spans(MOST), False, NOON)


def test_a_booking_is_refused_for_whose_calendar_is_full_and_nothing_is_written():
    company = Company()
    filled = ("bob", "a1", spans(MOST, begin=NEW_YEAR), False, NOON)
    company.desk(BOB).log.commit(change(DIARY, stream_id(2030, "bob"), take, *filled))
    head = company.head()
    with pytest.raises(Rejected) as refused:
        company.desk(ANN).book_appointment(**MEETING | ELEVEN, attendees=["bob"])
    assert (refused.value.slug, refused.value.fields["holder"]) == ("calendar-full", "bob")
    assert company.head() == head
