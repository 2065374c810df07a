"""Ids of commands, and of everything that follows from one."""

from dataclasses import replace

from uuid6 import uuid7

from kernel.context import Context


def identified(context: Context) -> Context:
    """The same context with an id to its command, and one to all that follows from it.

    The id sorts by time (UUIDv7): new keys land at one end of the log's unique index.
    """
    if context.command_id and context.correlation_id:
        return context
    command_id = context.command_id or str(uuid7())
    return replace(
        context, command_id=command_id, correlation_id=context.correlation_id or command_id
    )
