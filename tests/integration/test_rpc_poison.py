"""Messages that no client of ours sends: each is dropped, and the service lives on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import orjson
import pytest
from amqp.basic_message import Message

from kernel import broker
from kernel.context import Context
from kernel.refusal import Invalid
from kernel.rpc import RpcClient
from kernel.rpc_message import REPLY_TO, decode_reply, queue_of, request_headers
from kernel.settings import amqp_uri
from tests.integration.chassis.processes import Process, eventually, service

CALL = {"method": "count", "args": {"name": "poisoned"}, "context": {}}
DROPPED = "guanxi_rpc_dropped_total"


class Timeless(datetime):
    """A time that no datetime can hold; on the wire it is 64 bits."""

    def utctimetuple(self) -> Any:
        return (1970, 1, 10**12, 0, 0, 0)


class Sender:
    """Sends to the service's queue whatever it is given, and waits for the answer."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.connection = broker.connect(amqp_uri())
        self.channel = self.connection.channel()
        self.channel.auto_decode = False
        self.answers: list[Any] = []
        self.channel.basic_consume(REPLY_TO, no_ack=True, callback=self.answers.append)

    def send(self, body: bytes, **properties: Any) -> None:
        headers = properties.pop("headers", request_headers(5))
        message = Message(body, application_headers=headers, **properties)
        self.channel.basic_publish(message, routing_key=queue_of(self.service))

    def answer(self) -> Any:
        while not self.answers:
            self.connection.drain_events(timeout=5)
        return decode_reply(self.answers.pop(0).body)


@pytest.fixture(scope="module")
def running() -> Iterator[Process]:
    with service() as process:
        yield process


@pytest.fixture
def sender(running: Process) -> Iterator[Sender]:
    sender = Sender(running.name)
    yield sender
    sender.connection.close()


@pytest.fixture(autouse=True)
def lives_on(running: Process) -> Iterator[None]:
    """After each test: the same process, serving, and the poisoned method has never run."""
    yield
    client = RpcClient(amqp_uri())
    try:
        counted = client.call(running.name, "counted", {"name": "poisoned"}, Context())
    finally:
        client.close()
    assert counted == 0
    assert running.process.poll() is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"5",
        b"null",
        b"{}",
        orjson.dumps(CALL | {"method": 5}),
        orjson.dumps(CALL | {"args": ["poisoned"]}),
        orjson.dumps(CALL | {"context": {"actor": 5}}),
        orjson.dumps(CALL | {"context": "ann"}),
        b'{"method": "count", "args": ' + b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_call_is_refused_as_such(sender: Sender, body: bytes) -> None:
    sender.send(body, reply_to=REPLY_TO, correlation_id="1")
    with pytest.raises(Invalid, match="malformed-request"):
        sender.answer()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"timeout": "soon"},
        {"timeout": 5000.5},
        {"timeout": True},
        {"timeout": None},
    ],
)
def test_headers_without_a_deadline_are_refused(sender: Sender, headers: dict[str, Any]) -> None:
    sender.send(orjson.dumps(CALL), reply_to=REPLY_TO, headers=headers)
    with pytest.raises(Invalid, match="malformed-request"):
        sender.answer()


def test_headers_of_others_do_no_harm(sender: Sender) -> None:
    """nameko dies of a call stack that is no list, and the next replica after it."""
    headers = request_headers(5) | {"nameko.call_id_stack": 5, "x": [{"y": None}]}
    echo = {"method": "echo", "args": {"value": 7}, "context": {}}
    sender.send(orjson.dumps(echo), reply_to=REPLY_TO, headers=headers)
    assert sender.answer() == 7


@pytest.mark.parametrize("encoding", ["binary", "gzip", "utf-16", "no-such-thing"])
def test_a_content_type_or_encoding_that_lies_does_no_harm(sender: Sender, encoding: str) -> None:
    echo = {"method": "echo", "args": {"value": 7}, "context": {}}
    sender.send(
        orjson.dumps(echo), reply_to=REPLY_TO, content_type="application/x-python-serialize",
        content_encoding=encoding,
    )  # fmt: skip
    assert sender.answer() == 7


@pytest.mark.parametrize("reply_to", [None, "", "some.queue", "amq.gen-something"])
def test_a_call_that_nobody_waits_for_is_dropped(
    sender: Sender, running: Process, reply_to: str | None
) -> None:
    """nameko dies of a message without reply_to. One with a foreign queue would fill that."""
    before = running.metric(DROPPED)
    sender.send(orjson.dumps(CALL), **({} if reply_to is None else {"reply_to": reply_to}))
    assert eventually(lambda: running.metric(DROPPED) == before + 1)


@pytest.mark.parametrize(
    "odd",
    [
        {"headers": {"at": Timeless(2026, 1, 1)}},
        {"correlation_id": b"\xff"},
        {"content_type": b"\xff"},
    ],
    ids=["a time after all years", "an id that is no UTF-8", "a type that is no UTF-8"],
)
def test_properties_that_cannot_be_decoded_are_dropped(
    sender: Sender, running: Process, odd: dict[str, Any]
) -> None:
    """py-amqp raises while it reads, so the broker would deliver it again and again."""
    before = running.metric(DROPPED)
    sender.send(orjson.dumps(CALL), reply_to=REPLY_TO, **odd)
    assert eventually(lambda: running.metric(DROPPED) == before + 1)


def test_an_answer_to_nowhere_does_no_harm(sender: Sender) -> None:
    echo = {"method": "echo", "args": {"value": 7}, "context": {}}
    sender.send(orjson.dumps(echo), reply_to=f"{REPLY_TO}.{uuid4().hex}")
    sender.send(orjson.dumps(echo), reply_to=REPLY_TO)
    assert sender.answer() == 7


def test_an_expired_call_is_dropped(sender: Sender, running: Process) -> None:
    before = running.metric(DROPPED)
    sender.send(orjson.dumps(CALL), reply_to=REPLY_TO, headers=request_headers(0))
    assert eventually(lambda: running.metric(DROPPED) == before + 1)
