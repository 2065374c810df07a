"""The activity service over a log in memory, with read models that hear what a test tells."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from kernel.codec import Codec
from kernel.commits import Commits
from kernel.event import Recorded
from kernel.log import MemoryLog
from kernel.news import News
from kernel.states import States
from services.activity.events import UPCASTS, Event
from services.activity.service import ActivityService
from tests.unit.known import Customers, Known
from tests.unit.pipeline.examples import OWNED_BY_ANN


class Diary:
    def __init__(self):
        self.log = MemoryLog("activity")
        self.states = States(self.log, Codec(Event, UPCASTS))
        self.owners = Known(OWNED_BY_ANN)
        self.people = Known()
        self.customers = Customers()
        self._ids = count(1)
        self._heard = 0

    def desk(self, asker, command_id=""):
        context = replace(asker, command_id=command_id or f"command {next(self._ids)}")
        service = ActivityService()
        service.log = Commits(self.states, context)
        service.caller = context
        service.heard = service.deals = self.owners
        service.people = self.people
        service.patience = 0.2
        service.customers = self.customers
        service.hearing = service.hearing_of_deals = service.hearing_of_people = News()
        service.zone = ZoneInfo("Asia/Shanghai")
        return service

    def events(self):
        entries = [entry for commit in self.log.commits for entry in commit.entries]
        return [self.states.codec.load(entry.type, entry.v, entry.data) for entry in entries]

    def last(self):
        return self.events()[-1]

    def listen(self):
        """What was written is heard of, at the positions where it stands."""
        for position, event in enumerate(self.events(), start=1):
            if position > self._heard:
                self.owners.hear(at(position, event))
                self._heard = position

    def logged(self, asker, **given):
        """The id of a follow-up that has been heard of."""
        call = {"channel": "phone", "outcome": "interested"}
        answer = self.desk(asker).log_follow_up("c1", **call | given)
        self.listen()
        return answer["id"]


def at(position, event):
    return Recorded("activity", position, "contact/c1", position, event, datetime.now(UTC))


def inside(**time):
    return (datetime.now(UTC) + timedelta(**time)).isoformat()


def day(**time):
    return (datetime.now(UTC) + timedelta(hours=8, **time)).date().isoformat()
