"""Fewer searches for garbage while hundreds of thousands of rows are made and kept.

They hold no cycles, and each search looks through all of them.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (100_000, 20, 100)


@contextmanager
def seldom_searched() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
