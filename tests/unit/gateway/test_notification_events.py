"""Notifications followed as they come."""

import json
from itertools import count, islice

import pytest

from gateway.notification_events import EACH, LATEST, SILENCE, Listening, Source
from kernel.refusal import Unavailable


class Inbox:
    """What the analytics service knows of one person."""

    def __init__(self, last=0, person="ann"):
        self.last, self.person, self.asked = last, person, 0
        self.away = self.gone = False

    def come(self, more=1):
        self.last += more

    def since(self, number):
        return {"items": [{"id": str(n)} for n in range(number + 1, self.last + 1)][:2]}

    def heads(self, people):
        self.asked += 1
        if self.away:
            raise Unavailable("service-away")
        return {self.person: self.last} if self.person in people else {}

    def source(self):
        told = lambda: {"unread": self.last, "last": str(self.last)}  # noqa: E731
        return Source(self.person, told, self.since, self.heads, lambda: not self.gone)


class Clock:
    def __init__(self, step):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


def listening(streams=10, step=1.0):
    return Listening(streams, pause=0, clock=Clock(step))


def parsed(chunk):
    fields = dict(line.split(": ", 1) for line in chunk.decode().strip().splitlines())
    return fields.get("event"), int(fields["id"]), json.loads(fields["data"])


def heard(stream, number):
    return [parsed(chunk)[:2] for chunk in islice(stream, number)]


def test_who_may_listen_no_more_hears_nothing_more():
    inbox = Inbox(3)
    stream = listening().begin(inbox.source(), None)
    assert heard(stream, 1) == [("unread", 3)]
    inbox.come()
    inbox.gone = True
    assert list(stream) == []


def test_nobody_takes_the_place_of_everybody():
    inbox, all_of_them = Inbox(), listening(streams=EACH + 1)
    streams = [all_of_them.begin(inbox.source(), None) for _ in range(EACH)]
    for stream in streams:
        next(stream)
    with pytest.raises(Unavailable, match="too-many-streams"):
        all_of_them.begin(inbox.source(), None)
    assert all_of_them.begin(Inbox(person="bob").source(), None)


def test_who_comes_first_hears_how_many_and_then_what_is_new():
    inbox = Inbox(3)
    stream = listening().begin(inbox.source(), None)
    assert parsed(next(stream)) == ("unread", 3, {"unread": 3, "last": "3"})

    inbox.come(2)

    assert heard(stream, 2) == [("notification", 4), ("notification", 5)]


def test_who_comes_back_misses_none_also_over_several_pages():
    stream = listening().begin(Inbox(7).source(), 2)

    told = [("unread", 2)] + [("notification", number) for number in range(3, 8)]
    assert heard(stream, 6) == told


def test_an_id_that_has_not_been_yet_is_taken_for_the_newest():
    inbox = Inbox(1)
    stream = listening().begin(inbox.source(), 99)
    next(stream)
    inbox.come()

    assert heard(stream, 1) == [("notification", 2)]


def test_a_service_that_is_away_for_a_moment_ends_no_stream():
    inbox = Inbox(0)
    stream = listening(step=SILENCE / 4).begin(inbox.source(), None)
    next(stream)
    inbox.away = True
    assert next(stream).startswith(b":")  # still here
    inbox.away = False
    inbox.come()

    assert heard(stream, 1) == [("notification", 1)]


def test_a_stream_ends_before_its_requests_time_is_up():
    stream = listening(step=LATEST / 10).begin(Inbox(0).source(), None)
    chunks = list(stream)

    assert len(chunks) < 10
    assert chunks[0].startswith(b"event: unread")


def test_one_question_is_asked_for_all_who_listen():
    clock, inbox = count(), Inbox(0)
    both = Listening(10, pause=1000, clock=lambda: float(next(clock)) / 1000)
    streams = [both.begin(inbox.source(), None) for _ in range(3)]
    for stream in streams:
        next(stream)
    inbox.come()
    for _ in streams:
        assert both.newest(inbox.source()) in (0, 1)

    assert inbox.asked == 1


def test_only_so_many_listen_at_once_and_who_leaves_makes_room():
    few = listening(streams=2)
    streams = [few.begin(Inbox().source(), None) for _ in range(2)]
    with pytest.raises(Unavailable):
        few.begin(Inbox().source(), None)

    for stream in streams:
        next(stream)
        stream.close()

    assert few.begin(Inbox().source(), None)


def test_nobody_else_is_told_of():
    listeners = listening()
    ann, bob = Inbox(1), Inbox(0, "bob")
    stream = listeners.begin(bob.source(), None)
    next(stream)
    ann.come()

    assert listeners.newest(bob.source()) == 0
