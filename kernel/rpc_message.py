"""What a call and its answer look like on the wire: JSON bodies and one header, without I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from kernel.context import Context
from kernel.refusal import Invalid, Refusal, from_json, to_json

TIMEOUT = "timeout"  # header: how long the caller waits, in ms
REPLY_TO = "amq.rabbitmq.reply-to"  # anything else could make us publish into a foreign queue
MAX_TIMEOUT = 600.0


class RemoteFailure(Exception):
    """The other service has a defect; it has logged what happened, we only know that it did."""


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    args: dict[str, Any]
    context: Context
    timeout: float  # seconds that its caller waits


def queue_of(service: str) -> str:
    return f"rpc.{service}"


def encode_request(method: str, args: Mapping[str, Any], context: Context) -> bytes:
    """Raises Invalid when an argument is no JSON."""
    try:
        return dumps({"method": method, "args": args, "context": context.to_json()})
    except TypeError as error:
        raise Invalid("not-json", str(error)) from None


def request_headers(timeout: float) -> dict[str, int]:
    """No time of day: clocks of two machines may differ by more than any timeout."""
    return {TIMEOUT: int(timeout * 1000)}


def decode_request(body: bytes, headers: Mapping[str, Any] | None) -> Request:
    """Raises Invalid for anything that is not a request."""
    timeout = seconds(headers or {})
    try:
        raw = orjson.loads(body)
        method, args, context = raw["method"], raw["args"], Context.from_json(dict(raw["context"]))
    except (ValueError, KeyError, TypeError):
        raise Invalid("malformed-request", "not a call: method, args and context") from None
    if not isinstance(method, str) or not isinstance(args, dict):
        raise Invalid("malformed-request", "method is a name, args are named values")
    return Request(method, args, context, timeout)


def seconds(headers: Mapping[str, Any]) -> float:
    timeout = headers.get(TIMEOUT)
    if type(timeout) is not int:
        raise Invalid("malformed-request", "the header timeout is a number of milliseconds")
    return min(timeout / 1000, MAX_TIMEOUT)


def encode_result(result: Any) -> bytes:
    """Raises TypeError when the result is no JSON."""
    return dumps({"result": result})


def encode_refusal(refusal: Refusal) -> bytes:
    return dumps(to_json(refusal))


def encode_failure() -> bytes:
    """Says that it happened and nothing else: what it was is in the log of whom it happened to."""
    return b'{"failed":true}'


def decode_reply(body: bytes) -> Any:
    """The result; raises the refusal as itself, or RemoteFailure."""
    try:
        raw = orjson.loads(body)
        if "result" in raw:
            return raw["result"]
        refusal = from_json(raw) if "refusal" in raw else None
    except (ValueError, KeyError, TypeError) as error:
        raise RemoteFailure("an answer that is not one") from error
    raise refusal or RemoteFailure("the service has failed")


def dumps(value: Any) -> bytes:
    return orjson.dumps(value, default=plain, option=orjson.OPT_UTC_Z)


def plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")
