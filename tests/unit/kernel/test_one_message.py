"""A commit is encoded once, and put where there is room for it."""

from datetime import UTC, datetime

import pytest
from bson import decode, encode
from bson.codec_options import CodecOptions

from kernel import one_message
from kernel.document import to_document
from kernel.log import Commit, Entry
from kernel.one_message import Bodies, TooLarge, in_one_message

AT = datetime(2026, 1, 5, 4, 0, 0, 123_000, UTC)
AWARE = CodecOptions(tz_aware=True)


def commit(position, text="茶"):
    entries = (Entry("customer/1", 1, "CustomerRegistered", 1, {"name": text}),)
    return Commit(position, entries, AT, {"command_id": "c"})


@pytest.mark.parametrize("position", [1, 255, 65_536, 2**31 - 1, 2**31, 2**40])
def test_it_is_the_same_document_wherever_it_is_put(position):
    bodies, made = Bodies(), commit(1)
    bodies.at_its_place(made)

    moved = Commit(position, made.entries, made.at, made.meta)

    found = bodies.at_its_place(moved).raw
    assert found == encode(to_document(moved))
    assert decode(found, AWARE)["_id"] == position


def test_it_is_encoded_once_however_often_it_is_moved(monkeypatch):
    encoded = []
    monkeypatch.setattr(one_message, "encode", lambda it: encoded.append(it) or encode(it))
    bodies, made = Bodies(), commit(1)
    bodies.prepare([made])

    for position in (1, 2, 3):
        bodies.at_its_place(Commit(position, made.entries, made.at, made.meta))

    assert len(encoded) == 1


def test_what_fits_no_message_goes_with_the_next(monkeypatch):
    monkeypatch.setattr(one_message, "MESSAGE_BYTES", 1_000)
    commits = [commit(number, "茶" * 100) for number in (1, 2, 3)]

    assert len(in_one_message(commits, Bodies())) == 1
    assert len(in_one_message([commit(1), *commits], Bodies())) == 2


def test_what_no_document_can_hold_is_said():
    unfit = Commit(1, (Entry("a/1", 1, "A", 1, {"n": 2**70}),), AT, {"command_id": "c"})

    with pytest.raises(TooLarge):
        Bodies().prepare([unfit])
