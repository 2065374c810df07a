"""A real thread for what would keep all greenlets of a process waiting."""

from collections.abc import Callable
from typing import Any, TypeVar

from eventlet import tpool

T = TypeVar("T")


def in_thread(run: Callable[..., T], *args: Any) -> T:
    """Must not touch what is green: no lock, no socket, no log."""
    done: T = tpool.execute(run, *args)
    return done
