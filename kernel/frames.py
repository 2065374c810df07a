"""Frames to messages, for py-amqp: its own way lets one message with odd properties kill a reader.

A header it cannot decode (a time after the year 9999, a name that is no UTF-8) raises in the
middle of reading. The connection would break, the broker would deliver the message again, and so
on for ever. Here such a message has no properties, and whoever takes it can say that it is none.
"""

from collections.abc import Callable
from struct import unpack_from
from typing import Any

from amqp import spec
from amqp.basic_message import Message
from amqp.exceptions import UnexpectedFrame

WITH_CONTENT = frozenset([spec.Basic.Return, spec.Basic.Deliver, spec.Basic.GetOk])
METHOD, HEADER, HEARTBEAT = 1, 2, 8  # and 3, a body


class Tolerant(Message):  # type: ignore[misc]
    def _load_properties(self, class_id: int, buf: Any, offset: int) -> int:
        try:
            end: int = super()._load_properties(class_id, buf, offset)
        except Exception:  # of whatever kind: nothing in there is worth a connection
            self.properties: dict[str, Any] = {}
            return offset
        return end


class FrameHandler:
    """Made by py-amqp, one per connection; `callback` is given each method that is complete."""

    def __init__(self, connection: Any, callback: Callable[..., Any]) -> None:
        self.connection = connection
        self.callback = callback
        self.begun: dict[int, Tolerant] = {}  # by channel

    def __call__(self, frame: tuple[int, int, Any]) -> bool:
        """Answers True when the frame has completed a method."""
        kind, channel, payload = frame
        self.connection.bytes_recv += 1
        if kind == METHOD:
            return self.method(channel, payload)
        return kind != HEARTBEAT and self.content(kind, channel, payload)

    def method(self, channel: int, payload: Any) -> bool:
        signature = unpack_from(">HH", payload)
        if signature in WITH_CONTENT:
            self.begun[channel] = Tolerant(frame_method=signature, frame_args=payload)
            return False
        self.callback(channel, signature, payload, None)
        return True

    def content(self, kind: int, channel: int, payload: Any) -> bool:
        if channel not in self.begun:
            raise UnexpectedFrame(f"content of nothing: {kind}")
        message = self.begun[channel]
        (message.inbound_header if kind == HEADER else message.inbound_body)(payload)
        if not message.ready:
            return False
        del self.begun[channel]
        self.callback(channel, message.frame_method, message.frame_args, message)
        return True
