"""What a request asks for, once it has been read and admitted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.tokens import Caller
from kernel.context import Context


@dataclass(frozen=True)
class Asked:
    context: Context  # on whose behalf, under which ids
    caller: Caller | None = None  # None on a public route
    path: str = "/"
    ids: Mapping[str, str] = field(default_factory=dict)  # those in the path
    arguments: tuple[tuple[str, str], ...] = ()  # the query as it was written
    body: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    expected: int | None = None  # the version that If-Match names
    known: str | None = None  # If-None-Match as it was written; None: it is no reading
    preferences: Mapping[str, str] = field(default_factory=dict)  # RFC 7240
    address: str = ""  # where the request comes from
    heard: str | None = None  # the event that a listener heard last, by Last-Event-ID

    @property
    def filters(self) -> dict[str, Any]:
        """The query as the arguments of a read."""
        return {"after": None, **self.query}
