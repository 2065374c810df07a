"""Ids that sort by the time they were made (UUIDv7): new keys land at one end of an index."""

from dataclasses import replace
from secrets import token_bytes
from time import time_ns
from uuid import UUID

from kernel.context import Context


def new_id() -> str:
    made = time_ns() // 1_000_000
    bits = int.from_bytes(token_bytes(10), "big")
    low, high = bits & (1 << 62) - 1, bits >> 68
    return str(UUID(int=made << 80 | 7 << 76 | high << 64 | 2 << 62 | low))


def identified(context: Context) -> Context:
    """The same context with an id to its command, and one to all that follows from it."""
    if context.command_id and context.correlation_id:
        return context
    command_id = context.command_id or new_id()
    return replace(
        context, command_id=command_id, correlation_id=context.correlation_id or command_id
    )
