"""Passwords through argon2id, in a real thread and few at a time: each takes 19 MiB and 30 ms."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Semaphore
from typing import Any

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from gateway.password_policy import normal
from kernel.refusal import Unavailable

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
WAITING = 48  # for their turn; whoever comes then is asked to come back
SECONDS = 2.0  # that they wait at most

Run = Callable[..., Any]


class Hashing:
    """`run` runs a function in a thread and waits for it."""

    def __init__(self, run: Run, at_once: int, waiting: int = WAITING) -> None:
        self._run = run
        self._turns = Semaphore(at_once)
        self._room = Semaphore(at_once + waiting)

    def made(self, password: str) -> str:
        with self._turn():
            hashed: str = self._run(HASHER.hash, normal(password))
        return hashed

    def right(self, known: str | None, password: str) -> bool:
        """Without one to compare with it is as much work, and wrong."""
        with self._turn():
            same: bool = self._run(verified, known or self._nobodys, normal(password))
        return same and known is not None

    @cached_property
    def _nobodys(self) -> str:
        hashed: str = self._run(HASHER.hash, os.urandom(16).hex())
        return hashed

    def prepare(self) -> None:
        """The first stranger waits no longer than the second."""
        self._nobodys  # noqa: B018

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            raise busy()
        try:
            if not self._turns.acquire(timeout=SECONDS):
                raise busy()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._room.release()


def verified(known: str, password: str) -> bool:
    try:
        return HASHER.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


def outdated(known: str) -> bool:
    """It was made with other costs than those of today."""
    return HASHER.check_needs_rehash(known)


def busy() -> Unavailable:
    return Unavailable("busy", "Too many sign in at once. Please try again in a moment.",
                       retry_after=2)  # fmt: skip
