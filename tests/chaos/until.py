"""Waiting for what will be so soon, and complaining when it is not."""

import time
from collections.abc import Callable
from typing import Any


def until(look: Callable[[], Any], seconds: float, complaint: str) -> Any:
    """What `look` answers as soon as it is true; TimeoutError with the complaint otherwise."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise TimeoutError(complaint)
        time.sleep(0.05)
    return seen
