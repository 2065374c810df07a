"""Pipelined publishing: messages go out without waiting, and confirms are counted as they come."""

from collections import deque
from collections.abc import Iterable
from time import monotonic

import pika

from kernel.confirms import Confirms
from kernel.link import Broken, Link, Unwilling
from kernel.message import Message
from kernel.topology import Topology

CONFIRM_SECONDS = 4.0  # without a single confirm while some are due: the broker hangs
WATCH_SECONDS = 0.5
AT_ONCE = 100  # messages, before the link's thread looks for confirms again


class Publisher:
    """Good for one connection. A broker in alarm is waited for, a silent one is not.

    A message that the broker refuses is fatal too: to send it again later would skip it for now.
    """

    def __init__(self, uri: str, name: str, topology: Topology) -> None:
        self.topology = topology
        self.link = Link(uri, name, topology, self._on_confirm)
        self.confirms = Confirms()
        self._waiting: deque[Message] = deque()
        self._progress = monotonic()

    @property
    def position(self) -> int:
        """Last position of the last commit that is wholly confirmed; 0 before the first."""
        return self.confirms.position

    @property
    def outstanding(self) -> int:
        return len(self._waiting) + self.confirms.outstanding

    def open(self) -> None:
        """Raises Broken."""
        self.link.open()
        self.link.call(self._watch)

    def send(self, messages: Iterable[Message]) -> None:
        """Hand over in order; returns at once."""
        self._waiting.extend(list(messages))
        self.link.call(self._publish)

    def wait_until(self, outstanding: int, seconds: float) -> None:
        """Until no more than so many are unconfirmed, or so long. Raises Broken."""
        self.link.wait(lambda: self.outstanding <= outstanding, seconds)

    def close(self) -> None:
        self.link.close()

    def _publish(self) -> None:
        if not self.confirms.outstanding:
            self._progress = monotonic()
        for _ in range(min(AT_ONCE, len(self._waiting))):
            if self.link.blocked:
                return
            message = self._waiting[0]
            self.link.channel.basic_publish(
                message.exchange, message.key, message.body, message.properties
            )
            self.confirms.publish(message.ends)
            self._waiting.popleft()
        if self._waiting:
            self.link.call(self._publish)

    def _on_confirm(self, method: pika.spec.Basic.Ack | pika.spec.Basic.Nack) -> None:
        if isinstance(method, pika.spec.Basic.Nack):
            self.link.fail(Unwilling("it could not keep a message"))
            return
        self._progress = monotonic()
        self.confirms.confirm(method.delivery_tag, method.multiple)
        self.link.notify()

    def _watch(self) -> None:
        """A hung broker does not close anything: only the lack of confirms shows."""
        if self.link.blocked or not self.confirms.outstanding:
            self._progress = monotonic()
        if monotonic() - self._progress > CONFIRM_SECONDS:
            self.link.fail(Broken("no confirm from the broker"))
            return
        if self._waiting:
            self._publish()  # what an alarm has held back
        self.link.call(self._watch, WATCH_SECONDS)
