"""An appointment that nobody has booked is not there, also for who sees everything."""

import pytest

from kernel import NotFound
from tests.unit.activity.company import Company
from tests.unit.people import MAY, ROOT

NOBODY = "01a2076d-0000-7000-8000-000000000000"
LATER = {"starts_at": "2030-01-08T10:00:00+08:00", "ends_at": "2030-01-08T11:00:00+08:00"}


@pytest.mark.parametrize("who", [MAY, ROOT])
def test_there_is_nothing_to_change_or_to_answer(who):
    company = Company()
    desk = company.desk(who)
    for ask in (
        lambda: desk.amend_appointment(NOBODY, {"title": "mine"}),
        lambda: desk.cancel_appointment(NOBODY),
        lambda: desk.answer_invitation(NOBODY, "accepted"),
        lambda: desk.move_occurrence(NOBODY, "20300107T020000Z", **LATER),
    ):
        with pytest.raises(NotFound):
            ask()
    assert company.head() == 0
