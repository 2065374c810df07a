"""Calls to other services: one connection per process, many calls in flight, each with a deadline.

Works with threads and with greenlets. Nothing is confirmed and nothing is persistent: a caller
whose call or answer is lost is told so by its deadline and may ask again under the same id.
"""

from collections.abc import Mapping
from itertools import count
from threading import Lock
from time import monotonic
from typing import Any

from amqp.basic_message import Message

from kernel import metrics
from kernel.context import Context
from kernel.refusal import Indeterminate, Refusal, Unavailable
from kernel.rpc_link import Link
from kernel.rpc_message import (
    REPLY_TO,
    RemoteFailure,
    decode_reply,
    encode_request,
    queue_of,
    request_headers,
)
from kernel.rpc_session import Session

__all__ = ["RemoteFailure", "RpcClient"]

Outcome = bytes | Refusal


class Waiter:
    """One call in flight; a bare lock is the cheapest signal there is."""

    def __init__(self) -> None:
        self.sent = False
        self.cancelled = False
        self._outcome: Outcome | None = None
        self._signal = Lock()
        self._signal.acquire()

    def settle(self, outcome: Outcome) -> None:
        if self._outcome is None:
            self._outcome = outcome
            self._signal.release()

    def wait(self, timeout: float) -> Outcome:
        """`cancelled` is set before `sent` is looked at, and the writer does it the other way
        round: a call that is said to be unsent is not sent later."""
        if self._signal.acquire(timeout=max(timeout, 0)) and self._outcome is not None:
            return self._outcome
        self.cancelled = True
        return lost(self.sent)


class RpcClient:
    """`call` raises the refusals of the other side as themselves, and RemoteFailure."""

    def __init__(self, amqp_uri: str) -> None:
        self._waiting: dict[str, Waiter] = {}
        self._ids = count(1)
        self._link = Link(amqp_uri, self._opened, self._lost)
        self._link.start()

    @property
    def connected(self) -> bool:
        return self._link.session is not None

    def close(self) -> None:
        self._link.stop()

    def call(
        self,
        service: str,
        method: str,
        args: Mapping[str, Any],
        context: Context,
        timeout: float = 5.0,
    ) -> Any:
        """Raises Unavailable when it was not sent, Indeterminate when nobody can know."""
        until = monotonic() + timeout
        body = encode_request(method, args, context)
        with metrics.timed_call(service, method):
            self._link.tried.wait(max(timeout, 0))  # only ever waits while the process starts
            outcome = self._ask(service, body, until)
            if isinstance(outcome, Refusal):
                raise outcome
            return decode_reply(outcome)

    def _ask(self, service: str, body: bytes, until: float) -> Outcome:
        session = self._link.session
        left = until - monotonic()
        if session is None or left < 0.001:
            return lost(False)
        id, waiter = str(next(self._ids)), Waiter()
        self._waiting[id] = waiter
        try:
            self._send(session, service, message(id, body, left), waiter)
            return waiter.wait(left)
        finally:
            self._waiting.pop(id, None)

    def _send(self, session: Session, service: str, sent: Message, waiter: Waiter) -> None:
        def send(channel: Any) -> None:
            waiter.sent = True
            if not waiter.cancelled:
                channel.basic_publish(sent, routing_key=queue_of(service), mandatory=True)

        session.send(send)
        if not session.alive:  # it may have died before this call was there to be told
            waiter.settle(lost(waiter.sent))

    def _opened(self, session: Session) -> None:
        session.channel.basic_consume(REPLY_TO, no_ack=True, callback=self._replied)
        session.channel.events["basic_return"].add(self._returned)

    def _replied(self, answer: Any) -> None:
        if waiter := self._waiting.get(answer.properties.get("correlation_id")):
            waiter.settle(answer.body)

    def _returned(self, _error: Any, _exchange: str, _key: str, returned: Any) -> None:
        if waiter := self._waiting.get(returned.properties.get("correlation_id")):
            waiter.settle(Unavailable("service-away", "nobody is there to do it", retry_after=1))

    def _lost(self) -> None:
        for waiter in list(self._waiting.values()):
            waiter.settle(lost(waiter.sent))


def message(id: str, body: bytes, timeout: float) -> Message:
    return Message(
        body,
        content_type="application/json",
        correlation_id=id,
        reply_to=REPLY_TO,
        delivery_mode=1,
        expiration=str(int(timeout * 1000)),
        application_headers=request_headers(timeout),
    )


def lost(sent: bool) -> Refusal:
    if sent:
        return Indeterminate("no-answer", "no answer in time, it may yet be done", retry_after=1)
    return Unavailable("broker-away", "it could not be sent, nothing was done", retry_after=1)
