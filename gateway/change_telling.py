"""What one who listens is told: where they are, each change that they see, when to read anew."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.change import POOL, SOURCES
from gateway.change_news import FAR, Asking, Heard, News
from gateway.change_places import Place, beyond, mark, written
from gateway.event_stream import event
from kernel.context import Context
from kernel.refusal import Refusal

RETRY = b"retry: 2000\n\n"  # milliseconds after which who was cut off comes back


@dataclass(frozen=True)
class Listener:
    ask: Asking
    rights: Callable[[], Context | None]  # as they are just now; None: they may listen no more
    kinds: Collection[str]
    place: Place | None = None  # up to where they have heard,
    mark: str = ""  # and under which rights


@dataclass
class Hearing:
    """How far they are."""

    me: Context
    place: Place
    more: bool = False  # there is more to be told at once

    @property
    def id(self) -> str:
        return written(self.place, self.me)


def first(who: Listener, hearing: Hearing) -> bytes:
    """From where on they hear: from where they were, if it is not too far and the same to them."""
    if who.place is None:
        return said("ready", hearing, {"resumed": False})
    if who.mark != mark(hearing.me):
        return anew(hearing, "rights")
    if beyond(who.place, hearing.place, FAR):
        return anew(hearing, "far-behind")
    hearing.place = dict(who.place)
    return said("ready", hearing, {"resumed": True})


def new(news: News, who: Listener, hearing: Hearing, me: Context) -> bytes:
    """What came since, log by log; nothing of a log that cannot be read just now."""
    hearing.more = False
    if me != hearing.me:
        hearing.me, hearing.place = me, dict(news.heads)
        return anew(hearing, "rights")
    if any(news.heads[one] - hearing.place[one] > FAR for one in SOURCES):
        hearing.place = dict(news.heads)
        return anew(hearing, "far-behind")
    return b"".join(of_source(news, who, hearing, source) for source in SOURCES)


def of_source(news: News, who: Listener, hearing: Hearing, source: str) -> bytes:
    if news.heads[source] <= hearing.place[source]:
        return b""
    before = hearing.place[source]
    try:
        heard, upto = news.after(who.ask, hearing.me, source, before)
    except Refusal:
        return b""
    told = b"".join(each(heard, who, hearing, source))
    hearing.place[source] = upto
    hearing.more |= before < upto < news.heads[source]
    return told


def each(heard: Sequence[Heard], who: Listener, hearing: Hearing, source: str) -> list[bytes]:
    told = []
    for one in heard:
        hearing.place[source] = one.change.position
        if one.change.kind == POOL:
            told.append(b"" if hearing.me.sees_all else anew(hearing, "pools"))
        elif one.change.kind in who.kinds and hearing.me in one.seen | one.gone:
            gone = hearing.me in one.gone
            told.append(said(one.change.kind, hearing, one.change.told(gone)))
    return told


def anew(hearing: Hearing, why: str) -> bytes:
    return said("reload", hearing, {"why": why})


def said(name: str, hearing: Hearing, data: dict[str, Any]) -> bytes:
    return event(name, hearing.id, data)
