"""Watches the hub: while one greenlet computes, all the others stand still."""

from time import monotonic

import eventlet
import structlog

from kernel import metrics

TICK = 0.05
NOTED = 0.05  # seconds too late
LOGGED = 0.5

logger = structlog.get_logger(__name__)


def watch() -> None:
    eventlet.spawn(tick)


def tick() -> None:
    while True:
        expected = monotonic() + TICK
        eventlet.sleep(TICK)
        note(monotonic() - expected)


def note(late: float) -> None:
    if late < NOTED:
        return
    metrics.STALL.inc(late)
    metrics.STALLS.observe(late)
    if late >= LOGGED:
        logger.warning("no greenlet could run", seconds=round(late, 2))
