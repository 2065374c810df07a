"""The queue is a hint, the log is the truth: one integer per source heals every kind of loss.

    position <= last      seen already: acknowledge, forget
    position == last + 1  book it and move the checkpoint in one transaction, then acknowledge
    position >  last + 1  a gap: read on from the feed, then acknowledge

So a message that comes twice, late, in the wrong order or not at all is the same harmless case; and
so are the first start, a pause of a year, and a queue of which most events were filtered out.
"""

import json
import ssl
import sys
import time
from typing import Any

import pika
from pika.exceptions import AMQPError, ProbableAccessDeniedError, ProbableAuthenticationError

from .booking import BOOKED, UNDERSTOOD, book, understood
from .database import Database, Overtaken
from .feed import Feed, FeedAway
from .patience import Patience
from .settings import SOURCES, Settings

PREFETCH = 200
PAUSE_SECONDS = 1.0
CLOSED = (ProbableAuthenticationError, ProbableAccessDeniedError)


def verdict(last: int, position: int) -> str:
    if position <= last:
        return "forget"
    return "book" if position == last + 1 else "read"


def parameters(uri: str, ca: str | None) -> pika.URLParameters:
    """`amqps://` believes `ca` alone; without one, the authorities of this system."""
    made = pika.URLParameters(uri)
    made.socket_timeout = made.stack_timeout = 10
    if uri.startswith("amqps://"):
        made.ssl_options = pika.SSLOptions(ssl.create_default_context(cafile=ca), made.host)
    return made


class Beyond(Exception):
    """We have processed more than the log holds: it was set back, and an operator must mend it."""


class NotLetIn(Exception):
    """The broker does not know us, or the virtual host is not ours."""


class Subscriber:
    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.feed = Feed(settings.feed, settings.token, BOOKED, UNDERSTOOD, settings.ca)
        self.patience = Patience(min(PAUSE_SECONDS, settings.idle_seconds))
        self.last = database.positions()
        self.heard = dict.fromkeys(SOURCES, 0.0)

    def run(self) -> None:
        """For ever; whatever breaks, it begins again at the checkpoint.

        What no waiting mends is raised: Refused, NotLetIn, Beyond.
        """
        while True:
            try:
                self.last = self.database.positions()
                for source in SOURCES:  # all that happened before the queue was there, or listened
                    self.catch_up(source)
                self.listen()
            except CLOSED as error:
                raise NotLetIn(f"CRM_AMQP does not let us in: {error!r}") from error
            except (AMQPError, FeedAway, Overtaken) as error:
                print(f"erp: {error!r}; going on in a moment", file=sys.stderr)
                self.patience.wait()

    def listen(self) -> None:
        """A connection that the broker drops during a long catching up is simply made anew."""
        settings = self.settings
        with pika.BlockingConnection(parameters(settings.amqp, settings.ca)) as connection:
            channel = connection.channel()
            channel.basic_qos(prefetch_count=PREFETCH)
            idle = settings.idle_seconds
            for method, _, body in channel.consume(settings.queue, inactivity_timeout=idle):
                if method is not None:
                    self.take(body)
                    channel.basic_ack(method.delivery_tag)
                self.ask_the_silent()
                self.patience.reset()  # broker and feed are there again

    def take(self, body: bytes) -> None:
        """Returns when the event is booked, so that it may be acknowledged."""
        try:
            event = json.loads(body)
            source, position = event["source"].removeprefix("/guanxi/"), event["position"]
            what = verdict(self.last[source], position)
            what = "read" if what == "book" and not understood(event) else what
        except (AttributeError, KeyError, TypeError, ValueError):
            print("erp: not an event of ours; if one was meant, the feed has it", file=sys.stderr)
            return
        if what == "book":
            self.advance(source, [event], position)
        elif what == "read":
            self.catch_up(source)

    def ask_the_silent(self) -> None:
        """That the last message was lost, nothing else reveals."""
        for source, heard in self.heard.items():
            if time.monotonic() - heard >= self.settings.idle_seconds:
                self.catch_up(source)

    def catch_up(self, source: str) -> None:
        while True:
            page = self.feed.page(source, self.last[source])
            self.heard[source] = time.monotonic()
            if page["head"] < self.last[source]:
                raise Beyond(
                    f"{source}: at {self.last[source]}, but its log ends at {page['head']}"
                )
            if page["head"] == self.last[source]:
                return
            if page["next"] <= self.last[source]:
                raise FeedAway(f"{source} has a head at {page['head']} that it does not reach")
            self.advance(source, page["events"], page["next"])

    def advance(self, source: str, events: list[dict[str, Any]], to: int) -> None:
        """The one transaction: the checkpoint and all that is booked, or nothing."""
        after = self.last | {source: to}
        with self.database.transaction():
            self.database.move(self.last, after)
            for event in events:
                book(self.database, event)
        self.last = after
        self.heard[source] = time.monotonic()
