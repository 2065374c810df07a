"""Tells a broker that takes nothing any more from one that is slow, starting or short of disk.

When its disk was full to the last byte, its Raft logs give up (of queues, of streams, or both), and
stay so when there is room again: it answers, and confirms nothing. Nothing is lost by that. So it
is asked to keep a message. It has failed, and is started anew, only if it answers everything else
at once, has no alarm and a free disk, for half a minute; or for five, if it has kept none in this
life yet.

Some queues alone can give up: then it keeps what we ask it to, and refuses what a relay sends. That
counts as well. Who fails again within the hour, for all that it was started anew, has records that
are damaged, and has to begin without them: the queues are hints, what they held is in the logs.
"""

import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EVERY = 5.0  # seconds between two questions; so long it may take to confirm
MISSES = 6  # in a row: half a minute
MOST = 64  # five minutes: however often it was restarted for it, or if it has just begun
SETTLED = 720  # messages taken, an hour of them: what was before is forgotten
HELPED = 3  # messages taken: to start it anew was of use, and will be as soon the next time
PROMPT = 2.0  # seconds to connect: longer, and it is slow in everything
ROOM = 300_000_000  # bytes free on its disk: well above where its alarm begins
QUEUE = "guanxi.probe"
# No stream beside it: both kinds of Raft log fall together, and one more would fill the disk more.
ARGUMENTS: Mapping[str, Any] = {"x-queue-type": "quorum", "x-max-length": 1}

TAKEN, UNTAKEN, REFUSED, UNKNOWN = "taken", "untaken", "refused", "unknown"
Ask = Callable[[], str]
Restart = Callable[[int, bool], None]  # a pid, and whether it has to begin without its records


class Taking:
    """Counts what was not taken, in one life of a broker."""

    def __init__(self) -> None:
        self._pid = 0
        self._taken = self._misses = 0
        self._patience = MISSES
        self.again = False  # it has failed before, and not been well for an hour since

    def failed(self, pid: int, answer: str) -> bool:
        """Whether it is time to start it anew. Twice as long the next time, if it did not help."""
        if pid != self._pid:
            self._pid, self._taken, self._misses = pid, 0, 0
        self._taken += answer == TAKEN
        self._misses = self._misses + 1 if answer in (REFUSED, UNTAKEN) else 0
        if self._taken >= HELPED:
            self._patience = MISSES
        if self._taken >= SETTLED:
            self.again = False
        if self._misses < self._bearable(answer):
            return False
        self._patience = min(2 * self._patience, MOST)
        self._taken = self._misses = 0
        return True

    def _bearable(self, answer: str) -> int:
        """Who has taken nothing in this life may still be at what it found when it began."""
        if answer == REFUSED:
            return MISSES
        return self._patience if self._taken else MOST


def watch(
    pid: Callable[[], int | None],
    ask: Ask,
    restart: Restart,
    stop: threading.Event,
    every: float = EVERY,
) -> None:
    """Until stopped."""
    taking = Taking()
    while not stop.wait(every):
        before = pid()
        answer = ask() if before else UNKNOWN
        if before and before == pid() and taking.failed(before, answer) and not stop.is_set():
            restart(before, taking.again)
            taking.again = True


def question(uri: str, address: str, disk: Path, seconds: float = EVERY) -> Ask:
    """`address` is the broker's own: what stands between it and others is not its fault."""
    known = urlsplit(uri)
    account = known.netloc.rpartition("@")[0]
    direct = known._replace(netloc=f"{account}@{address.rpartition('/')[2]}").geturl()
    return lambda: ask_broker(direct, disk, seconds)


def unless_refused(ask: Ask, refused: Callable[[], bool]) -> Ask:
    """What it does with our own message says nothing when a relay is refused."""

    def asked() -> str:
        answer = ask()
        return REFUSED if answer in (TAKEN, UNTAKEN) and refused() else answer

    return asked


def ask_broker(uri: str, disk: Path, seconds: float) -> str:
    if room(disk) < ROOM:
        return UNKNOWN
    alarms: list[str] = []
    connection = connected(uri, alarms.append)
    if connection is None:
        return UNKNOWN
    try:
        keep(connection, seconds)
        connection.close()
        return TAKEN
    except Exception:  # no confirm, a refusal, a connection that is closed on us
        return UNKNOWN if alarms or room(disk) < ROOM else UNTAKEN
    finally:
        with suppress(Exception):
            connection.collect()


def room(disk: Path) -> int:
    try:
        space = os.statvfs(disk)
    except OSError:
        return 0
    return space.f_bavail * space.f_frsize


def connected(uri: str, blocked: Callable[[str], None]) -> Any:
    """An open connection with a channel; None when that fails, or takes its time."""
    import amqp

    from kernel.broker import parameters

    began = time.monotonic()
    known = parameters(uri) | {"heartbeat": 0, "confirm_publish": True}
    connection = amqp.Connection(on_blocked=blocked, **known)
    try:
        connection.connect()
        connection.transport.sock.settimeout(PROMPT)
        connection.channel(1)
    except Exception:  # it is away, it begins, it hangs: that is for others to see
        connection.collect()
        return None
    if time.monotonic() - began > PROMPT:
        connection.collect()
        return None
    return connection


def keep(connection: Any, seconds: float) -> None:
    """Raises unless it confirms, within so long, that the message is in its Raft log."""
    from amqp.basic_message import Message

    connection.transport.sock.settimeout(seconds)
    channel = connection.channel(1)
    channel.queue_declare(QUEUE, durable=True, auto_delete=False, arguments=dict(ARGUMENTS))
    message = Message(b"", delivery_mode=2)
    channel.basic_publish_confirm(message, routing_key=QUEUE, confirm_timeout=seconds)
