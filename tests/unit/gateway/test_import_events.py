"""An import followed event by event."""

import json

import pytest

from gateway import import_events
from gateway.import_events import STREAMS, followed
from kernel.refusal import NotFound, Unavailable


def state(version, state="running"):
    return {"state": state, "version": version}


def reading(*answers):
    left = list(answers)

    def read():
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return read


def heard(*answers):
    lines = b"".join(followed(reading(*answers), pause=0)).decode().splitlines()
    names = [line[7:] for line in lines if line.startswith("event: ")]
    versions = [json.loads(line[6:])["version"] for line in lines if line.startswith("data: ")]
    return list(zip(names, versions, strict=True))


def test_each_change_is_told_once_and_then_the_end():
    told = heard(state(1), state(1), state(2), state(3, "finished"))

    assert told == [("progress", 1), ("progress", 2), ("progress", 3), ("ended", 3)]


def test_what_has_ended_already_is_told_at_once():
    assert heard(state(3, "undone")) == [("progress", 3), ("ended", 3)]


def test_a_read_that_fails_in_between_is_passed_over():
    away = Unavailable("database-away")
    assert heard(state(1), away, state(2, "failed"))[-1] == ("ended", 2)


def test_what_is_not_there_is_refused_before_anything_is_answered():
    with pytest.raises(NotFound):
        followed(reading(NotFound(what="import")))


def test_only_so_many_follow_at_once_and_who_leaves_makes_room():
    streams = [followed(reading(state(1))) for _ in range(STREAMS)]
    with pytest.raises(Unavailable):
        followed(reading(state(1)))

    for stream in streams:
        next(stream)
        stream.close()

    assert heard(state(1, "finished"))
    assert import_events.places._value == STREAMS
