"""The pipeline service as people use it, over a log in memory."""

from dataclasses import replace
from itertools import count

from kernel.codec import Codec
from kernel.commits import Commits
from kernel.log import MemoryLog
from kernel.news import News
from kernel.states import States
from services.pipeline.events import UPCASTS, Event
from services.pipeline.service import PipelineService
from tests.unit.known import Customers, Known
from tests.unit.pipeline.office import Staff


class Office:
    def __init__(self):
        self.log = MemoryLog("pipeline")
        self.states = States(self.log, Codec(Event, UPCASTS))
        self.owners = Known()
        self.customers = Customers()
        self.gone = set()
        self._ids = count(1)

    def desk(self, asker, command_id=""):
        context = replace(asker, command_id=command_id or f"command {next(self._ids)}")
        service = PipelineService()
        service.log = Commits(self.states, context)
        service.caller = context
        service.owners = self.owners
        service.people = Staff(self.gone)
        service.customers = self.customers
        service.patience = 0.2
        service.heard = News()
        service.told = self.owners
        service.hearing = News()
        return service

    def last(self):
        entry = self.log.commits[-1].entries[-1]
        return self.states.codec.load(entry.type, entry.v, entry.data)
