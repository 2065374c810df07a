"""Who listens to changes in this process: each at their own place, and few for one person."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from time import monotonic, sleep

from gateway.change_news import News
from gateway.change_telling import RETRY, Hearing, Listener, first, new
from gateway.event_stream import LONGEST, STILL_HERE, require_place
from kernel.context import Context
from kernel.refusal import Unavailable

PAUSE = 0.25  # in which who listens learns what is new, and that they may listen no more
SILENCE = 15.0  # seconds after which they are told that we are still here
STREAMS = 500  # of one process at a time: what is asked is asked for all of them
EACH = 8  # of them for one person: nobody takes the place of everybody
LATEST = LONGEST - 10.0  # a last answer fits in before the request's own time is up
INSTEAD = "read the lists now and then"
Chunks = Iterator[bytes]


class Listening:
    def __init__(
        self, news: News | None = None, streams: int = STREAMS, pause: float = PAUSE,
        clock: Callable[[], float] = monotonic,
    ) -> None:  # fmt: skip
        self.places = BoundedSemaphore(streams)
        self.news = news or News()
        self._pause, self._clock = pause, clock
        self._hearing: list[Hearing] = []
        self._places_of: Counter[str] = Counter()  # also of who is still being let in

    def begin(self, who: Listener) -> Chunks:
        """They take a place, or are refused, before anything is answered."""
        stream = self._placed(who)
        next(stream, None)
        return stream

    def _placed(self, who: Listener) -> Chunks:
        if (me := who.rights()) is None:
            return
        with self._place_of(me.actor):
            yield from self._heard(who, me)

    @contextmanager
    def _place_of(self, person: str) -> Iterator[None]:
        """Taken before anything is asked of anybody: meanwhile others of theirs may come."""
        if self._places_of[person] >= EACH:
            raise Unavailable("too-many-streams", f"you have {EACH} streams already", retry_after=5)
        self._places_of[person] += 1
        try:
            yield
        finally:
            self._places_of[person] -= 1
            self._places_of += Counter()  # who has none is forgotten

    def _heard(self, who: Listener, me: Context) -> Chunks:
        require_place(self.places, INSTEAD)
        try:
            self.news.begin(who.ask, alone=not self._hearing)
            self._hearing.append(hearing := Hearing(me, dict(self.news.heads)))
            try:
                yield b""
                yield from self._told(who, hearing)
            finally:
                self._hearing = [one for one in self._hearing if one is not hearing]
        finally:
            self.places.release()

    def _told(self, who: Listener, hearing: Hearing) -> Chunks:
        began = told_at = self._clock()
        yield RETRY + first(who, hearing)
        while self._clock() - began < LATEST and (me := who.rights()) is not None:
            self.news.look(who.ask, (one.me for one in self._hearing))
            if said := new(self.news, who, hearing, me):
                told_at = self._clock()
                yield said
            elif self._clock() - told_at >= SILENCE:
                told_at = self._clock()
                yield STILL_HERE[:-1] + f"id: {hearing.id}\n\n".encode()
            if not hearing.more:
                sleep(self._pause)


LISTENING = Listening()
