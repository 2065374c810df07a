"""The other end of a call: takes requests from the service's queue and answers them.

Shared by all replicas of the service. Malformed, expired and answerless requests are dropped
here and counted; a method never sees them. A request is acknowledged just before it runs: if the
process dies then, its caller learns so from the deadline and repeats it under the same id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Semaphore, Thread
from time import monotonic
from typing import Any

import structlog
from amqp.basic_message import Message

from kernel import metrics
from kernel.pulse import Pulse
from kernel.refusal import Invalid
from kernel.rpc_link import Link
from kernel.rpc_message import REPLY_TO, Request, decode_request, encode_refusal, queue_of
from kernel.rpc_session import Session

logger = structlog.get_logger(__name__)
Answer = Callable[[bytes], None]
Serve = Callable[[Request, float, Answer], None]  # request, its monotonic deadline, answer
TAG = "rpc"


@dataclass(frozen=True, slots=True)
class Delivery:
    session: Session
    message: Any
    arrived: float  # monotonic; earlier than it was read if this process stood still


class RpcServer:
    """Runs at most `workers` requests at a time and holds as many again ready.

    `serve` is called in the server's own thread. It must not block, and must answer once.
    """

    def __init__(self, amqp_uri: str, service: str, workers: int, serve: Serve) -> None:
        self.service = service
        self._workers = workers
        self._free = Semaphore(workers)
        self._serve = serve
        self._inbox: SimpleQueue[Delivery | None] = SimpleQueue()
        self._link = Link(amqp_uri, self._opened, lambda: None)
        self._pulse = Pulse()
        self._taker = Thread(target=self._take_all, name="rpc-server", daemon=True)

    @property
    def connected(self) -> bool:
        return self._link.session is not None

    def start(self) -> None:
        self._pulse.start()
        self._taker.start()
        self._link.start()

    def drain(self) -> None:
        """Take no more; what has been taken is being served when this returns."""
        if session := self._link.session:
            session.send(lambda channel: channel.basic_cancel(TAG, nowait=True))
        self._inbox.put(None)
        self._taker.join()

    def stop(self) -> None:
        """After the answers given so far have left."""
        self._link.stop()
        self._pulse.stop()

    def _opened(self, session: Session) -> None:
        channel = session.channel
        queue = queue_of(self.service)
        # Durable only because brokers are about to forbid the other kind; its messages are not.
        channel.queue_declare(queue, durable=True, auto_delete=True, exclusive=False)
        channel.basic_qos(0, self._workers, False)

        def delivered(message: Any) -> None:
            now = monotonic()
            self._inbox.put(Delivery(session, message, now - self._pulse.age(now)))

        channel.basic_consume(queue, consumer_tag=TAG, callback=delivered)

    def _take_all(self) -> None:
        while delivery := self._inbox.get():
            try:
                self._take(delivery)
            except Exception:
                logger.exception("an RPC message could not be taken", service=self.service)
                self._drop(delivery, "defect")

    def _take(self, delivery: Delivery) -> None:
        properties = delivery.message.properties
        reply_to = properties.get("reply_to")
        if not isinstance(reply_to, str) or not reply_to.startswith(REPLY_TO):
            return self._drop(delivery, "no-reply-to")
        answer = self._answer(reply_to, properties.get("correlation_id"))
        headers = properties.get("application_headers")
        try:
            request = decode_request(delivery.message.body, headers)
        except Invalid as invalid:
            self._drop(delivery, "malformed")
            return answer(encode_refusal(invalid))
        self._free.acquire()
        if not self._run(delivery, request, answer):
            self._free.release()

    def _run(self, delivery: Delivery, request: Request, answer: Answer) -> bool:
        deadline = delivery.arrived + request.timeout
        if not delivery.session.alive:
            return False  # the broker gives it to somebody again
        if deadline <= monotonic():
            self._drop(delivery, "expired")
            return False
        self._acknowledge(delivery)
        self._serve(request, deadline, self._last(answer))
        return True

    def _last(self, answer: Answer) -> Answer:
        """An answer that also makes room for the next request."""

        def last(body: bytes) -> None:
            self._free.release()
            answer(body)

        return last

    def _acknowledge(self, delivery: Delivery) -> None:
        tag = delivery.message.delivery_info["delivery_tag"]
        delivery.session.send(lambda channel: channel.basic_ack(tag))

    def _drop(self, delivery: Delivery, why: str) -> None:
        metrics.DROPPED.labels(why).inc()
        logger.warning("an RPC message was dropped", service=self.service, why=why)
        self._acknowledge(delivery)

    def _answer(self, reply_to: str, correlation_id: str | None) -> Answer:
        properties = {"correlation_id": correlation_id} if correlation_id else {}

        def answer(body: bytes) -> None:
            message = Message(body, delivery_mode=1, **properties)
            if session := self._link.session:
                session.send(lambda channel: channel.basic_publish(message, routing_key=reply_to))

        return answer
