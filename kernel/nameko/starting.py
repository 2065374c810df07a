"""`at_start`: what a service class needs made once, before its first call, such as its settings."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from nameko.extensions import DependencyProvider

T = TypeVar("T")


def at_start(make: Callable[[], T]) -> T:
    """What `make` answers; a setting that it misses stops the process before it is ready."""
    return cast("T", Start(make))


class Start(DependencyProvider):
    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make

    def setup(self) -> None:
        self.made = self.make()

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self.made
