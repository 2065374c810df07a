"""Handovers over a log, without servers: the real commands and the real worker's steps."""

from datetime import UTC, datetime
from threading import Event

from kernel.testing import project, recorded
from services.activity.events import DutiesGivenBack
from services.analytics.handovers import HANDOVERS, shown
from services.customer import staff
from services.customer.events import HandoverEvent, HandoverUndone
from services.customer.handover import HANDOVER
from services.customer.returns import HELD
from services.customer.service.handover_running import HandingOver
from services.customer.service.handover_working import HandoverWorking
from tests.unit.customer.company import Heard
from tests.unit.customer.examples import NOON
from tests.unit.people import MAY


class Jobs:
    def __init__(self):
        self.open = set()

    def add(self, id, header, at):
        self.open.add(id)

    def reopen(self, id, at):
        self.open.add(id)

    def close(self, id):
        self.open.discard(id)


class Known:
    """The read models, as far as a worker asks."""

    def __init__(self, company):
        self.company = company

    def parts_of(self, person, upto):
        rows = Heard(self.company).collection(HELD)
        return staff.parts_of(rows, person, datetime.now(UTC))

    def gone(self, people):
        return frozenset(people) & frozenset(self.company.gone)


class Office:
    def __init__(self, company, process=0):
        self.company, self.process = company, process
        self.jobs, self.known = Jobs(), Known(company)
        states = company.processes[process]
        clock = lambda: datetime.now(UTC)  # noqa: E731
        self.running = HandingOver(states, company.settings, clock, self.known.gone)
        self.working = HandoverWorking(self.running, self.jobs, self.known)

    def desk(self, asker=MAY, command_id=""):
        desk = self.company.desk(asker, command_id, self.process)
        desk.jobs, desk.handover_wake = self.jobs, Event()
        return desk

    def ask(self, to=(), leaver="ann", **how):
        return self.desk().hand_over(leaver=leaver, to=to, **how)["id"]

    def work(self, id):
        self.working.go_on(self.running.load(id), Event())

    def hand_over(self, to=(), leaver="ann", **how):
        """All of it."""
        id = self.ask(to, leaver, **how)
        self.work(id)
        return self.told(id)

    def undo(self, id):
        self.desk().undo_handover(id)
        self.work(id)
        return self.told(id)

    def told(self, id):
        """By the read model, from all that is in the log."""
        history = [
            recorded(one, version, source="customer", stream=f"handover/{id}")
            for version, one in enumerate(self._events(id), 1)
        ]
        back = [DutiesGivenBack(id, "ann", 0, 0, 0, (), (), NOON)] if self._undone(id) else []
        told = [recorded(one, 1, source="activity") for one in back]
        return shown(project(HANDOVERS, *history, *told)[id])

    def _undone(self, id):
        return any(isinstance(one, HandoverUndone) for one in self._events(id))

    def _events(self, id):
        found = self.company.events(HandoverEvent)
        return [one for one in found if one.handover_id == id]

    def step(self, id, size=50):
        """One batch, and no more."""
        made = self.running.load(id)
        if made.state == "listing":
            last = self.running.states.load(HANDOVER, id, fresh=False).last
            listed = self.known.parts_of(made.plan.leaver, last)
            made = self.running.close_list(made, listed)
        return self.running.step(made, size)


def given(told):
    return {(one["part"], one["to"]): one["count"] for one in told["given"]}
