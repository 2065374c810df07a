"""The worker: takes one handover after the other to its end, wherever somebody has left it."""

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from threading import Event
from typing import Protocol

from kernel.jobs import UNBORN, Jobs
from kernel.labour import Labour
from kernel.nameko import process
from kernel.rows import Rows
from services.customer import settings, staff
from services.customer.handover import HANDOVER, Handover
from services.customer.heard import HEARD
from services.customer.returns import HELD
from services.customer.service.handover_running import HandingOver
from services.customer.staff import PEOPLE, STAFF
from services.staff import inactive

BREATH = 0.001  # between two batches: commands of people come first
CATCH_UP = 5.0  # seconds for which rows are waited for before others get their turn


class Known(Protocol):
    """What read models tell."""

    def parts_of(self, person: str, upto: int) -> Sequence[str]: ...

    def gone(self, people: Iterable[str]) -> frozenset[str]: ...


class KnownPeople:
    def __init__(self, heard: Rows, people: Rows) -> None:
        self.heard = heard
        self.people = people

    def parts_of(self, person: str, upto: int) -> Sequence[str]:
        """As of that position of the log at least; Unavailable while it has not been heard."""
        self.heard.wait("customer", upto, CATCH_UP)
        return staff.parts_of(self.heard.collection(HELD), person, now())

    def gone(self, people: Iterable[str]) -> frozenset[str]:
        return inactive(self.people.collection(STAFF), people)


def handover_jobs() -> Jobs:
    jobs = Jobs(process.database("customer"), "handover_jobs")
    jobs.create_indexes()
    return jobs


def handover_worker() -> Labour:
    database = process.database("customer")
    known = KnownPeople(Rows(database, HEARD), Rows(database, PEOPLE))
    running = HandingOver(process.states_of("customer"), settings.read(), now, known.gone)
    jobs = handover_jobs()
    return Labour("handovers", jobs, HandoverWorking(running, jobs, known).take)


class HandoverWorking:
    def __init__(self, running: HandingOver, jobs: Jobs, known: Known) -> None:
        self.running = running
        self.jobs = jobs
        self.known = known

    def take(self, handover_id: str, asked_at: datetime, over: Event) -> None:
        """As far as it goes now; what was interrupted stays open, and is gone on with."""
        made = self.running.load(handover_id)
        if made.id:
            self.go_on(made, over)
        elif now() - asked_at > UNBORN:
            self.jobs.close(handover_id)

    def go_on(self, made: Handover, over: Event) -> None:
        if made.state == "listing":
            upto = self.running.states.load(HANDOVER, made.id, fresh=False).last
            listed = self.known.parts_of(made.plan.leaver, upto)
            made = self.running.close_list(made, listed)
        while made.state in ("running", "undoing") and not over.is_set():
            made = self.step(made)
            time.sleep(BREATH)
        if made.state in ("ended", "undone"):
            self.jobs.close(made.id)

    def step(self, made: Handover) -> Handover:
        if made.state == "running" and made.taken < len(made.listed):
            return self.running.step(made)
        if made.state == "undoing" and (batch := self.running.next_back(made)):
            return self.running.back(made, batch)
        self.running.finish(made)
        return self.running.load(made.id)


def now() -> datetime:
    return datetime.now(UTC)
