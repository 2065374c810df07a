"""The words of a call, without a broker."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kernel.context import Context
from kernel.refusal import Indeterminate, Invalid, Rejected
from kernel.rpc_message import (
    RemoteFailure,
    decode_reply,
    decode_request,
    encode_failure,
    encode_refusal,
    encode_request,
    encode_result,
    request_headers,
)

ANN = Context(actor="ann", role="sales", command_id="c1")


def test_a_request_arrives_as_it_was_sent() -> None:
    body = encode_request("claim", {"customer_id": "王"}, ANN)
    request = decode_request(body, request_headers(4.5))
    assert (request.method, request.args) == ("claim", {"customer_id": "王"})
    assert request.context == ANN
    assert request.timeout == 4.5


def test_nobody_may_have_a_worker_wait_for_hours() -> None:
    body = encode_request("claim", {}, ANN)
    assert decode_request(body, request_headers(86_400)).timeout == 600


@pytest.mark.parametrize("args", [{"x": object()}, {"x": {1, 2}}, {"x": {1: 2}}, {"x": "\ud800"}])
def test_what_is_no_json_is_not_sent(args: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="not-json"):
        encode_request("claim", args, ANN)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"{}", b'"x"', b'{"method":"m","args":{}}',
        b'{"method":1,"args":{},"context":{}}', b'{"method":"m","args":[],"context":{}}',
        b'{"method":"m","args":{},"context":[1]}', b'{"method":"m","args":{},"context":"actor"}',
        b'{"method":"m","args":{},"context":null}',
        b'{"method":"m","args":{},"context":{"actor":1}}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_request_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid, match="malformed-request"):
        decode_request(body, request_headers(5.0))


@pytest.mark.parametrize(
    "headers",
    [None, {}, {"timeout": "5"}, {"timeout": 5.0}, {"timeout": True}, {"timeout": None}],
)
def test_headers_without_whole_milliseconds_are_invalid(headers: Any) -> None:
    with pytest.raises(Invalid, match="malformed-request"):
        decode_request(encode_request("claim", {}, ANN), headers)


@pytest.mark.parametrize("result", [None, False, 0, "", [], {"result": None}, {"refusal": "x"}])
def test_a_result_arrives_as_it_was_returned(result: Any) -> None:
    assert decode_reply(encode_result(result)) == result


def test_times_and_money_are_strings_on_the_wire() -> None:
    result = [datetime(2026, 1, 5, 4, tzinfo=UTC), date(2026, 1, 5), Decimal("100.00")]
    sent = decode_reply(encode_result(result))
    assert sent == ["2026-01-05T04:00:00Z", "2026-01-05", "100.00"]


def test_a_refusal_arrives_as_itself() -> None:
    refusal = Rejected("already-claimed", "by another", owner="bob", since=datetime(2026, 1, 5))
    with pytest.raises(Rejected) as caught:
        decode_reply(encode_refusal(refusal))
    assert caught.value.fields == {"owner": "bob", "since": "2026-01-05T00:00:00"}


def test_one_failed_call_stays_one_failed_call() -> None:
    with pytest.raises(Indeterminate):
        decode_reply(encode_refusal(Indeterminate("no-answer")))


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"5", b'{"refusal":1}', encode_failure()])
def test_an_answer_that_is_none_is_a_failure_of_the_other_side(body: bytes) -> None:
    with pytest.raises(RemoteFailure):
        decode_reply(body)
