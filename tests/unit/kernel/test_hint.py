"""The queue is open to mistakes: only events of subscribed sources are taken from it."""

from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from kernel.envelope import BATCH_TYPE
from kernel.hint import Poison, read
from kernel.inbox import Inbox
from kernel.silence import Silence
from tests.game import Scored, World


@dataclass
class Message:
    body: bytes
    content_type: str | None = BATCH_TYPE
    fate: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        return bool(self.fate)

    def ack(self) -> None:
        self.fate.append("acknowledged")

    def reject(self) -> None:
        self.fate.append("rejected")


def message(**wrong: Any) -> Message:
    [envelope] = World().happen(Scored("ann", 1))
    return Message(orjson.dumps([envelope | wrong]))


def test_an_event_of_a_source_is_taken() -> None:
    hint = read(message(), ["game"])
    assert (hint.source, hint.position) == ("game", 1)


def test_a_batch_stands_for_the_last_of_its_events() -> None:
    happened = World().happen(*[Scored("ann", 1)] * 3)
    hint = read(Message(orjson.dumps(happened)), ["game"])
    assert (hint.position, hint.envelopes) == (3, happened)


def test_one_event_that_is_none_spoils_the_whole_batch() -> None:
    first, second = World().happen(*[Scored("ann", 1)] * 2)
    with pytest.raises(Poison):
        read(Message(orjson.dumps([first, second | {"source": "/guanxi/shop"}])), ["game"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": 0},
        {"position": "1"},
        {"position": True},
        {"position": 1.0},
        {"id": "/guanxi/game/2"},
        {"source": "/guanxi/shop"},
        {"source": None},
        {"subject": 7},
        {"type": "guanxi.shop.Scored.v1"},
        {"type": "Scored"},
        {"type": ["guanxi.game.Scored.v1"]},
    ],
)
def test_anything_else_is_poison(wrong: dict[str, Any]) -> None:
    with pytest.raises(Poison):
        read(message(**wrong), ["game"])


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"[7]", b"{}", b"7", b'"ab"', b"\xff", b"[" * 5000]
)
def test_a_body_that_is_no_envelope_is_poison(body: bytes) -> None:
    with pytest.raises(Poison):
        read(Message(body), ["game"])


@pytest.mark.parametrize("content_type", [None, "application/json", "application/cloudevents+json"])
def test_another_content_type_is_poison(content_type: str | None) -> None:
    good = message()
    with pytest.raises(Poison):
        read(Message(good.body, content_type), ["game"])


def test_what_the_checkpoint_has_not_passed_is_not_acknowledged() -> None:
    inbox, world = Inbox("q", Silence(["game"])), World()
    messages = [Message(orjson.dumps([e])) for e in world.happen(*[Scored("ann", 1)] * 3)]
    for each in messages:
        inbox.receive(each)
    inbox.acknowledge(lambda source, position: position <= 2)
    assert [each.fate for each in messages] == [["acknowledged"], ["acknowledged"], []]
    assert [hint.position for hint in inbox.waiting] == [3]


def test_poison_is_rejected_at_once_and_never_acknowledged() -> None:
    inbox, poison = Inbox("q", Silence(["game"])), Message(b"{}")
    inbox.receive(poison)
    inbox.acknowledge(lambda source, position: True)
    assert poison.fate == ["rejected"]
    assert not inbox.waiting


def test_what_comes_breaks_the_silence_of_its_source() -> None:
    now = [100.0]
    silence = Silence(["game", "shop"], lambda: now[0])
    Inbox("q", silence).receive(message())
    assert silence.over() == {"shop"}
