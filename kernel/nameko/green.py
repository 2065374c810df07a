"""Greenlets instead of threads: must come before anything that makes a lock or a socket."""

import os
import sys
import warnings

LATE = ("pymongo", "kombu", "amqp", "nameko", "logging", "http.client")


def patch() -> None:
    """Patch the standard library, or die: a process that is half green hangs at random."""
    if late := [name for name in LATE if name in sys.modules]:
        raise SystemExit(f"monkey-patching comes too late: {', '.join(late)} already imported")
    os.environ["EVENTLET_NO_GREENDNS"] = "yes"  # greendns and dnspython disagree
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()
    if not eventlet.patcher.is_monkey_patched("socket"):
        raise SystemExit("monkey-patching has not worked")
