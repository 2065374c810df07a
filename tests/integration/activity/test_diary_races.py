"""Two processes on a real log: of any number of bookings of one hour exactly one gets it."""

from collections import Counter
from dataclasses import replace
from functools import partial

from kernel import Rejected
from kernel.mongo import MongoLog
from services.activity.events import AppointmentBooked, TimeTaken
from tests.integration.servers import throwaway_database
from tests.log_contract import together
from tests.unit.activity.company import Company
from tests.unit.people import ANN

BOOKERS = 12
HOUR = {"starts_at": "2030-01-07T10:00:00+08:00", "ends_at": "2030-01-07T11:00:00+08:00"}


def test_of_any_number_of_bookings_of_one_person_and_hour_exactly_one_is_made():
    with throwaway_database() as database:
        log = MongoLog(database, "activity")
        log.create_indexes()
        company = Company(log, processes=2)
        people = [replace(ANN, actor=f"person {number}") for number in range(BOOKERS)]
        series = [{}, {"rule": "FREQ=DAILY;COUNT=5"}]
        results = together(
            [
                partial(
                    company.desk(who, process=number % 2).book_appointment,
                    title="x", attendees=["bob"], **HOUR, **series[number % 3 == 0],
                )
                for number, who in enumerate(people)
            ]
        )  # fmt: skip

        told = Counter(
            one.slug if isinstance(one, Rejected) else type(one).__name__ for one in results
        )
        assert told == {"dict": 1, "appointment-conflict": BOOKERS - 1}
        assert len(company.events(AppointmentBooked)) == 1
        assert [taken.holder for taken in company.events(TimeTaken)].count("bob") == 1
