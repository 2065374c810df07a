"""What a command costs: how often it asks its rows and its log, if nothing has to be waited for."""

from services.activity.events import AppointmentBooked
from services.customer.events import ContactAdded
from tests.unit.activity.company import Company
from tests.unit.activity.counting import counted
from tests.unit.activity.diary import Diary
from tests.unit.activity.examples import NOON
from tests.unit.people import ANN, MAY

LI = ContactAdded(name="李雷", customer_id="c1", contact_id="k1", by="ann", at=NOON)
TEN = {"starts_at": "2030-01-07T10:00:00+08:00", "ends_at": "2030-01-07T11:00:00+08:00"}
ELEVEN = {"starts_at": "2030-01-07T11:00:00+08:00", "ends_at": "2030-01-07T12:00:00+08:00"}


def test_a_follow_up_that_names_contacts_costs_one_look_and_one_commit() -> None:
    diary = Diary()
    diary.owners.hear(LI)
    diary.desk(ANN).log_follow_up("c1", channel="phone", outcome="reached")
    asked = counted(diary)

    diary.desk(ANN).log_follow_up("c1", channel="phone", outcome="reached", contacts=["k1"])

    assert asked == {"find_one": 1, "append": 1}


def test_a_booking_costs_a_look_at_its_customer_and_one_commit() -> None:
    company = Company()
    company.desk(ANN).book_appointment(title="x", customer_id="c1", **TEN)
    asked = counted(company)

    company.desk(ANN).book_appointment(title="y", customer_id="c1", **ELEVEN)

    assert asked == {"find_one": 1, "append": 1}


def test_nobody_is_refused_by_a_policy_of_a_second_ago() -> None:
    company = Company(processes=2)
    company.desk(ANN).book_appointment(title="x", **TEN)  # this process knows it as hard
    company.desk(MAY, process=1).set_conflict_policy(people="soft", rooms="hard")

    company.desk(ANN).book_appointment(title="y", **TEN, confirm=True)

    assert len(company.events(AppointmentBooked)) == 2


def test_a_booking_that_is_sent_again_is_answered_as_before_by_any_process() -> None:
    company = Company(processes=2)
    booked = company.desk(ANN, "one").book_appointment(title="x", **TEN)
    for process in (0, 1):
        again = company.desk(ANN, "one", process).book_appointment(title="x", **TEN)
        assert again == booked
    assert len(company.events(AppointmentBooked)) == 1
