"""A company in which things happen, and those who listen to it."""

import json
from itertools import islice

from gateway.change import KINDS
from gateway.change_events import Listening
from gateway.change_news import PAGE, Asking, News
from gateway.change_places import mark
from gateway.change_telling import Listener
from kernel.context import Context
from kernel.refusal import Unavailable

ANN = Context(actor="ann", role="sales")
BOB = Context(actor="bob", role="sales")
MIA = Context(actor="mia", role="manager", visibility="all")
START = {"customer": 100, "pipeline": 0, "activity": 5}


class Company:
    """Logs, and who sees what: nobody else's; a manager all."""

    def __init__(self):
        self.logs = {source: {} for source in START}
        self.heads = dict(START)
        self.shown = None  # how far the lists are, unless they show all
        self.asked, self.pages, self.looks = 0, 0, 0
        self.away = self.log_away = False

    def happened(self, event, owner, source="customer", times=1, **data):
        for _ in range(times):
            self.heads[source] += 1
            data = {"customer_id": owner, "follow_up_id": owner, **data}
            self.logs[source][self.heads[source]] = envelope(
                source, event, self.heads[source], data
            )

    def stand(self):
        self.looks += 1
        if self.away:
            raise Unavailable("service-away")
        return dict(self.shown or self.heads)

    def page(self, source, after):
        self.pages += 1
        if self.log_away:
            raise Unavailable("service-away")
        log = self.logs[source]
        found = [log[at] for at in sorted(log) if at > after][:PAGE]
        return {"events": found, "next": found[-1]["position"] if found else self.heads[source]}

    def seen(self, who, told):
        self.asked += 1
        return [verdict(one, told) for one in who]


def envelope(source, event, position, data):
    kind = f"guanxi.{source}.{event}.v1"
    return {"type": kind, "position": position, "time": "2026-01-05T04:00:00Z", "data": data}


def verdict(who, told):
    places = range(len(told))
    seen = [at for at in places if who.sees(told[at].id)]
    gone = [at for at in places if at not in seen and who.actor in told[at].people]
    return {"seen": seen, "gone": gone}


class Clock:
    def __init__(self, step=1.0):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


def listening(streams=50, step=1.0, pause=0):
    return Listening(News(pause, clock=Clock()), streams, pause=0, clock=Clock(step))


def listener(company, who=ANN, place=None, kinds=KINDS, marked=None, rights=None):
    ask = Asking(company.stand, company.page, company.seen)
    return Listener(ask, rights or (lambda: who), kinds, place, marked or mark(who))


def events(stream):
    """Name, id and data of each, as a client reads them."""
    for chunk in stream:
        for block in chunk.decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "event" in lines:
                yield lines["event"], lines["id"], json.loads(lines["data"])


def begun(company, all_of_them=None, **how):
    """One who has heard that they are told from now on."""
    stream = events((all_of_them or listening()).begin(listener(company, **how)))
    assert next(stream)[0] == "ready"
    return stream


def positions(stream, number):
    return [data["position"] for _, _, data in islice(stream, number)]
