"""Each way in which a log can be unsound is found, and named by its place."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kernel.document import Damaged, defects, from_document, to_document
from kernel.history import LOST, LOST_STREAM
from kernel.log import Commit, Entry
from kernel.soundness import Finding, Soundness
from tests.game import CODECS

AT = datetime(2026, 1, 5, tzinfo=UTC)


def scored(version: int, player: str = "ann") -> Entry:
    return Entry(f"game/{player}", version, "Scored", 1, {"player": player, "points": 1})


def document(position: int, *entries: Entry, command: str = "") -> dict[str, Any]:
    meta = {"command_id": command or f"c{position}"}
    return to_document(Commit(position, entries, AT, meta))


def found(*documents: Any) -> list[Finding]:
    return taken(Soundness(CODECS["game"]), documents)


def taken(soundness: Soundness, documents: Iterable[Any]) -> list[Finding]:
    return [one for document in documents for one in soundness.take(document)]


def kinds(*documents: Any) -> Iterator[tuple[str, Any]]:
    return [(finding.kind, finding.at) for finding in found(*documents)]


SOUND = (
    document(1, scored(1), scored(1, "bob")),
    document(3, scored(2)),
    document(4, scored(3), scored(4)),
)


def test_in_a_sound_log_nothing_is_found() -> None:
    soundness = Soundness(CODECS["game"])
    assert taken(soundness, SOUND) == []
    assert (soundness.commits, soundness.end) == (3, 5)


def test_a_hole_is_told_with_what_is_missing() -> None:
    assert found(SOUND[0], document(6, scored(2))) == [
        Finding("hole", 6, "3 to 5 missing before it")
    ]
    assert found(SOUND[0], document(4, scored(2)))[0].what == "3 missing before it"
    assert kinds(document(2, scored(1))) == [("hole", 2)]


def test_two_commits_at_one_place_are_told() -> None:
    assert kinds(SOUND[0], document(2, scored(2))) == [("overlap", 2)]


def test_versions_that_are_not_contiguous_are_told_once_each() -> None:
    assert kinds(SOUND[0], document(3, scored(4)), document(4, scored(5))) == [("version", 3)]
    assert kinds(SOUND[0], document(3, scored(1))) == [("version", 3)]


@pytest.mark.parametrize("name", ["keys", "streams"])
def test_keys_and_streams_must_be_what_the_events_say(name: str) -> None:
    assert kinds(SOUND[0] | {name: ["game/eve@1"]}) == [("keys", 1)]
    without = {key: value for key, value in SOUND[0].items() if key != name}
    assert kinds(without) == [("keys", 1)]


def test_a_command_that_is_there_twice_is_told() -> None:
    assert kinds(SOUND[0], document(3, scored(2), command="c1")) == [("double", 3)]


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (Entry("game/x", 1, "Flew", 1, {}), "unknown"),
        (Entry("game/x", 1, "Scored", 2, {"player": "x", "points": 1}), "unknown"),
        (Entry("game/x", 1, "Scored", 1, {"player": "x"}), "unreadable"),
    ],
)
def test_an_event_that_this_program_cannot_read_is_told(entry: Entry, kind: str) -> None:
    assert kinds(document(1, entry)) == [(kind, 1)]


def test_what_stands_for_lost_events_is_sound() -> None:
    assert found(document(1, Entry(LOST_STREAM, 1, LOST, 1, {}))) == []


def test_a_document_of_somebody_else_is_told_and_counted_for_nothing() -> None:
    assert kinds(*SOUND, {"_id": "notes"}) == [("foreign", "notes")]


BROKEN = [
    ({"events": None}, "events is NoneType, not list"),
    ({"events": []}, "events is empty"),
    ({"events": [7]}, "events[0] is not an object"),
    ({"at": "2026-01-05"}, "at is str, not datetime"),
    ({"meta": None}, "meta is NoneType, not dict"),
    ({"events": [{"stream": "s", "version": 1, "type": "T", "v": 1}]}, "events[0].data is missing"),
    (
        {"events": [{"stream": "s", "version": "1", "type": "T", "v": 1, "data": {}}]},
        "events[0].version is str, not int",
    ),
    (
        {"events": [{"stream": 7, "version": 1, "type": "T", "v": 1, "data": {}}]},
        "events[0].stream is int, not str",
    ),
    (
        {"events": [{"stream": "s", "version": 1, "type": "T", "v": 1, "data": [1]}]},
        "events[0].data is list, not dict",
    ),
]


@pytest.mark.parametrize(("change", "why"), BROKEN)
def test_a_damaged_commit_is_told_and_the_rest_is_looked_at_all_the_same(
    change: dict[str, Any], why: str
) -> None:
    damaged = SOUND[2] | change
    assert defects(damaged) == [why]
    here = found(*SOUND[:2], damaged)
    assert [(finding.kind, finding.at, finding.what) for finding in here] == [("damaged", 4, why)]


@pytest.mark.parametrize(("change", "why"), BROKEN)
def test_a_damaged_commit_is_never_handed_on(change: dict[str, Any], why: str) -> None:
    with pytest.raises(Damaged) as caught:
        from_document(SOUND[2] | change)
    assert why in caught.value.detail
    assert "the commit at 4" in caught.value.detail


def test_a_sound_commit_comes_back_as_it_was() -> None:
    assert to_document(from_document(SOUND[0])) == SOUND[0]
