"""The only door to nameko and eventlet: what a service class declares and how it is provided.

Names are loaded when they are asked for: the launcher must be able to monkey-patch (by
`kernel.nameko.green`) before nameko, pymongo or a lock of anybody's has been imported.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kernel.nameko.dependencies import caller, log, remote, rows
    from kernel.nameko.entrypoints import rpc
    from kernel.nameko.feed import Feed
    from kernel.nameko.http import HttpEntrypoint
    from kernel.nameko.starting import at_start
    from kernel.nameko.subscribing import subscribe
    from kernel.nameko.threads import in_thread
    from kernel.nameko.ticking import tick
    from kernel.nameko.working import background

__all__ = [
    "Feed",
    "HttpEntrypoint",
    "at_start",
    "background",
    "caller",
    "in_thread",
    "log",
    "remote",
    "rows",
    "rpc",
    "subscribe",
    "tick",
]

HOMES = {
    "Feed": "feed",
    "HttpEntrypoint": "http",
    "at_start": "starting",
    "background": "working",
    "caller": "dependencies",
    "in_thread": "threads",
    "log": "dependencies",
    "remote": "dependencies",
    "rows": "dependencies",
    "rpc": "entrypoints",
    "subscribe": "subscribing",
    "tick": "ticking",
}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
