"""Keeps a lease while something is done, from a thread of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import structlog
from pymongo.errors import PyMongoError

from kernel.lease import Lease

log = structlog.get_logger()


@contextmanager
def kept(lease: Lease, stop: Event, beat: Callable[[], None] = lambda: None) -> Iterator[Event]:
    """Yields an event that is set when to stop: asked by `stop`, or because the lease is lost.

    `beat` is called at every renewal. The lease is given back at the end.
    """
    over, done = Event(), Event()
    keeper = Thread(target=keep, args=(lease, stop, beat, over, done), daemon=True)
    keeper.start()
    try:
        yield over
    finally:
        done.set()
        keeper.join()
        give_back(lease)


def keep(lease: Lease, stop: Event, beat: Callable[[], None], over: Event, done: Event) -> None:
    try:
        while renewed(lease, beat):
            for _ in range(10):  # a third of its time, in steps: the end should not wait for it
                if stop.wait(lease.ttl / 30) or done.is_set():
                    return
        log.warning("lease lost", lease=lease.name)
    finally:
        over.set()


def renewed(lease: Lease, beat: Callable[[], None]) -> bool:
    try:
        beat()
        return lease.renew()
    except PyMongoError:  # nobody can take it meanwhile, and the fence would notice
        return True


def give_back(lease: Lease) -> None:
    try:
        lease.release()
    except PyMongoError:
        log.warning("lease not given back", lease=lease.name)
