"""The activity service as those use it who make calls, over a log in memory."""

from dataclasses import replace
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.log import MemoryLog
from kernel.news import News
from kernel.states import States
from services.activity.events import UPCASTS, Event
from services.activity.service import ActivityService
from services.activity.service.recent import Recent
from tests.unit.known import Customers, Known

NOT_INTERESTED = {
    "name": "无意向",
    "text": "{date} 致电 {customer} {contact}，无意向",
    "channel": "phone",
    "outcome": "not interested",
}


class CallDesk:
    def __init__(self, *known: Any) -> None:
        self.log = MemoryLog("activity")
        self.states = States(self.log, Codec(Event, UPCASTS))
        self.owners, self.people = Known(*known), Known()
        self.customers = Customers()
        self.clock = 0.0
        self.watched_limit = 100
        self.recent = Recent(lambda: self.clock)
        self._ids = count(1)

    def as_(self, asker: Context, command_id: str = "") -> ActivityService:
        context = replace(asker, command_id=command_id or f"command {next(self._ids)}")
        service = ActivityService()
        service.log = Commits(self.states, context)
        service.caller = context
        service.heard = self.owners
        service.patience = 0.05
        service.people = self.people
        service.customers = self.customers
        service.hearing = service.hearing_of_people = News()
        service.recent = self.recent
        service.zone = ZoneInfo("Asia/Shanghai")
        service.batch_limit = 5
        service.watched_limit = self.watched_limit
        return service

    def events(self) -> list[Any]:
        entries = [entry for commit in self.log.commits for entry in commit.entries]
        return [self.states.codec.load(entry.type, entry.v, entry.data) for entry in entries]

    def last(self) -> Any:
        return self.events()[-1]

    def later(self, seconds: float = 2.0) -> None:
        """What was looked at is looked at again."""
        self.clock += seconds
